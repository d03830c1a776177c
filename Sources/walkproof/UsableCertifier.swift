import Certificates

extension Certifier {
  /// A certifier that can be run.
  static func usable() throws(Failure) -> Certifier {
    let certifier = Certifier()
    guard certifier.canRun else {
      throw Failure(
        .internalError, "certificates need the program cadical; install it (Debian: cadical)")
    }
    return certifier
  }
}
