import Dispatch
import Synchronization

/// The results of some pieces of work, done on as many threads as there are processors.
///
/// What a piece of work changes must be its own.
func concurrently<Result: Sendable>(
  _ count: Int, _ work: @Sendable (Int) throws -> Result
) throws -> [Result] {
  let results = Mutex<[Int: Swift.Result<Result, any Error>]>([:])
  DispatchQueue.concurrentPerform(iterations: count) { position in
    let result = Swift.Result { try work(position) }
    results.withLock { $0[position] = result }
  }
  return try (0..<count).compactMap { try results.withLock { $0 }[$0]?.get() }
}
