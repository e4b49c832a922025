import Foundation
import TestSupport

extension PeerServer {
  static let nginx = PeerServer(
    name: "nginx", lacks: [.post: "only a program behind it could answer with the body; PUT is tried"],
    program: "nginx", isInstalled: { Peers.mayRun("/usr/sbin/nginx") }
  ) { setting, folder, port in
    try folder.writeZeros("www/large", count: setting.largeBytes)
    try folder.write("www/stall", text)
    try folder.write("www/headers", "hello".utf8)
    // What it changes on the way it sends in chunks.
    let capitals = text.map { $0 >= 0x61 ? $0 - 0x20 : $0 }
    for name in ["chunked", "trailers", "end"] { try folder.write("www/\(name)", capitals) }
    try folder.write("conf", nginxConfiguration(setting, folder.path, port).utf8)
    return Process(
      "/usr/sbin/nginx", ["-p", folder.path, "-c", folder.path + "/conf", "-e", folder.path + "/errors"])
  }

  private static func nginxConfiguration(_ setting: Setting, _ folder: String, _ port: Int) -> String {
    let identity = setting.identity.map {
      "ssl_certificate \($0.certificateFile); ssl_certificate_key \($0.keyFile);"
    }
    let many = (0..<100).map { "add_header X-\($0) \"value \($0)\";" }.joined(separator: " ")
    // A word of the file is 4,096 bytes at most.
    return """
      daemon off; master_process off; pid \(folder)/pid;
      events { worker_connections 64; }
      http {
        access_log off; client_body_temp_path \(folder)/t1; proxy_temp_path \(folder)/t2;
        fastcgi_temp_path \(folder)/t3; uwsgi_temp_path \(folder)/t4; scgi_temp_path \(folder)/t5;
        default_type text/plain; client_max_body_size 10m; keepalive_requests 1000;
        keepalive_timeout \(setting.idleSeconds)s;
        server {
          listen 127.0.0.1:\(port)\(identity == nil ? "" : " ssl"); root \(folder)/www;
          \(identity ?? "")
          sub_filter_types *; sub_filter_once off;
          set $long \(String(repeating: "x", count: 2048));
          location /chunked { sub_filter LINE line; }
          location /trailers { sub_filter LINE line; add_trailer X-Sum 1; }
          location /end { sub_filter LINE line; chunked_transfer_encoding off; }
          location /empty { return 204; }
          location /error { return 500 broken; }
          location /text { gzip on; gzip_types text/plain; }
          location /headers { add_header X-Long $long$long$long$long; \(many) }
          location /stall { limit_rate 1000; }
          location /stored { dav_methods PUT; }
        }
      }
      """
  }
}
