#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Finds functions of a shared library by name.
struct OpenSSLSymbols {
  private let library: UnsafeMutableRawPointer
  private let name: String

  /// Loads the first library that is there; it is never unloaded.
  init(of libraries: [String]) throws(OpenSSLAbsence) {
    for name in libraries {
      if let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) {
        self.library = library
        self.name = name
        return
      }
    }
    throw OpenSSLAbsence(
      reason: libraries.isEmpty
        ? "this system has no OpenSSL for programs to load"
        : "none of \(libraries.joined(separator: ", ")) is installed")
  }

  /// A function, of the library itself or of one that it needs.
  ///
  /// The cast is sound when `Function` is a `@convention(c)` type with the function's signature: such a value is its
  /// address.
  func callAsFunction<Function>(_ function: String) throws(OpenSSLAbsence) -> Function {
    guard let address = dlsym(library, function) else {
      throw OpenSSLAbsence(reason: "\(name) has no \(function)")
    }
    return unsafeBitCast(address, to: Function.self)
  }
}

/// Why OpenSSL cannot be used in this process.
struct OpenSSLAbsence: Error, Sendable, Equatable {
  var reason: String
}
