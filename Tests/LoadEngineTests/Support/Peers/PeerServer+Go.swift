import Foundation
import TestSupport

extension PeerServer {
  static let go = PeerServer(
    name: "Go's net/http", lacks: [.put: "needs a program, as POST, which is tried"],
    program: "go", isInstalled: { Peers.mayRun("go") }
  ) { setting, folder, port in
    Process(
      try await goProgram.value,
      ["\(port)", "\(setting.idleSeconds)", "\(setting.largeBytes)"]
        + (setting.identity.map { [$0.certificateFile, $0.keyFile] } ?? []))
  }

  /// Its path; built once for this process, from the standard library alone.
  private static let goProgram = Task {
    let temporary = FileManager.default.temporaryDirectory
    let folder = temporary.appendingPathComponent("peer-go-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try folder.write("main.go", goSource.utf8)
    let process = Process(
      "go", ["build", "-o", "server", "main.go"],
      environment: [
        "GO111MODULE": "off", "GOTOOLCHAIN": "local", "GOPATH": folder.path,
        // Kept: where Go comes without its library built, that takes half a minute.
        "GOCACHE": temporary.appendingPathComponent("peer-go-cache").path,
      ])
    process.currentDirectoryURL = folder
    _ = try await process.runToEnd()
    return folder.appendingPathComponent("server").path
  }

  private static let goSource = #"""
    package main

    import (
    	"bytes"
    	"compress/gzip"
    	"fmt"
    	"io"
    	"log"
    	"net/http"
    	"os"
    	"strconv"
    	"strings"
    	"time"
    )

    func main() {
    	idle, _ := strconv.Atoi(os.Args[2])
    	size, _ := strconv.Atoi(os.Args[3])
    	text, err := os.ReadFile("www/text")
    	if err != nil {
    		log.Fatal(err)
    	}
    	pieces := func(w http.ResponseWriter, text []byte) {
    		for len(text) > 0 {
    			n := 10000
    			if n > len(text) {
    				n = len(text)
    			}
    			w.Write(text[:n])
    			w.(http.Flusher).Flush()
    			text = text[n:]
    		}
    	}
    	http.Handle("/", http.FileServer(http.Dir("www")))
    	http.HandleFunc("/chunked", func(w http.ResponseWriter, r *http.Request) { pieces(w, text) })
    	http.HandleFunc("/trailers", func(w http.ResponseWriter, r *http.Request) {
    		w.Header().Set("Trailer", "X-Sum")
    		pieces(w, text)
    		w.Header().Set("X-Sum", "1")
    	})
    	http.HandleFunc("/end", func(w http.ResponseWriter, r *http.Request) {
    		w.Header().Set("Transfer-Encoding", "identity")
    		pieces(w, text)
    	})
    	http.HandleFunc("/large", func(w http.ResponseWriter, r *http.Request) {
    		part := make([]byte, 1<<20)
    		for left := size / len(part); left > 0; left-- {
    			w.Write(part)
    		}
    	})
    	http.HandleFunc("/echo", func(w http.ResponseWriter, r *http.Request) {
    		body, _ := io.ReadAll(r.Body)
    		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
    		w.Write(body)
    	})
    	http.HandleFunc("/empty", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) })
    	http.HandleFunc("/error", func(w http.ResponseWriter, r *http.Request) {
    		w.WriteHeader(500)
    		w.Write([]byte("broken"))
    	})
    	http.HandleFunc("/text", func(w http.ResponseWriter, r *http.Request) {
    		body := text
    		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
    			var packed bytes.Buffer
    			z := gzip.NewWriter(&packed)
    			z.Write(text)
    			z.Close()
    			body = packed.Bytes()
    			w.Header().Set("Content-Encoding", "gzip")
    		}
    		w.Header().Set("Content-Type", "text/plain")
    		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
    		w.Write(body)
    	})
    	http.HandleFunc("/headers", func(w http.ResponseWriter, r *http.Request) {
    		w.Header().Set("X-Long", strings.Repeat("x", 8192))
    		for i := 0; i < 100; i++ {
    			w.Header().Set(fmt.Sprint("X-", i), fmt.Sprint("value ", i))
    		}
    		w.Write([]byte("hello"))
    	})
    	http.HandleFunc("/stall", func(w http.ResponseWriter, r *http.Request) {
    		w.Header().Set("Content-Length", "100000")
    		w.Write(text[:1000])
    		w.(http.Flusher).Flush()
    		select {}
    	})
    	server := &http.Server{Addr: "127.0.0.1:" + os.Args[1], IdleTimeout: time.Duration(idle) * time.Second}
    	if len(os.Args) > 5 {
    		log.Fatal(server.ListenAndServeTLS(os.Args[4], os.Args[5]))
    	}
    	log.Fatal(server.ListenAndServe())
    }
    """#
}
