/// How this code was built, for the record: Sources are optimised in both configurations unless told otherwise.
enum BuildConfiguration {
  static var description: String {
    #if DEBUG
      let name = "debug"
    #else
      let name = "release"
    #endif
    #if LOAD_UNOPTIMISED
      return name + ", Sources unoptimised"
    #else
      return name + ", Sources optimised"
    #endif
  }
}
