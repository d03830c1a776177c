import CZ3
import Synchronization

/// A reference-counted Z3 context whose errors do not end the process.
final class Z3Context {
  let handle: Z3_context

  /// Contexts are created one after the other: their creation touches state that Z3 shares.
  private static let creation = Mutex(())

  init() throws(SolverError) {
    let created = Self.creation.withLock { _ -> UInt? in
      let configuration = Z3_mk_config()
      defer { Z3_del_config(configuration) }
      // Passed out as a number, since a handle is not Sendable.
      return Z3_mk_context_rc(configuration).map { UInt(bitPattern: $0) }
    }
    guard let created, let handle = Z3_context(bitPattern: created) else {
      // It has nothing else to fail by.
      throw .outOfMemory
    }
    self.handle = handle
    Deadline.enter(handle)
    // Without a handler Z3 ends the process with exit code 1, which would read like a verdict.
    Z3_set_error_handler(handle) { _, _ in }
  }

  deinit {
    Deadline.leave(handle)
    Z3_del_context(handle)
  }

  var lastError: String {
    Z3_get_error_msg(handle, Z3_get_error_code(handle)).map { String(cString: $0) } ?? "unknown"
  }

  func check(_ operation: String) throws(SolverError) {
    let code = Z3_get_error_code(handle)
    guard code == Z3_OK else {
      if code == Z3_MEMOUT_FAIL { throw .outOfMemory }
      throw .failed(operation: operation, message: lastError)
    }
  }

  /// Any successful call resets the error code.
  func clearError() { _ = Z3_get_ast_hash(handle, Z3_mk_true(handle)) }
}
