import Foundation
import SMT

#if LIBFUZZER
  /// libFuzzer's main loop.
  @_silgen_name("LLVMFuzzerRunDriver")
  func runLibFuzzer(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ body: @convention(c) (UnsafePointer<UInt8>, Int) -> Int32
  ) -> Int32
#endif

/// Gives what is read from strangers to libFuzzer; `WALKPROOF_FUZZ` says which reader.
@main struct Fuzz {
  static let target: Target = {
    let name = ProcessInfo.processInfo.environment["WALKPROOF_FUZZ"] ?? ""
    guard let target = Target(rawValue: name) else {
      FileHandle.standardError.write(
        Data(
          "WALKPROOF_FUZZ is none of \(Target.allCases.map(\.rawValue).joined(separator: ", "))\n"
            .utf8))
      exit(64)
    }
    return target
  }()

  static func main() {
    _ = target
    Solver.limitMemory(to: 512)
    #if LIBFUZZER
      var count = CommandLine.argc
      var arguments = CommandLine.unsafeArgv
      exit(
        runLibFuzzer(&count, &arguments) { bytes, count in
          Fuzz.target.read(Array(UnsafeBufferPointer(start: bytes, count: count)))
          return 0
        })
    #else
      // Without libFuzzer only what is named is read: a crash that was found, or a corpus.
      for file in CommandLine.arguments.dropFirst() {
        guard let data = FileManager.default.contents(atPath: file) else { exit(65) }
        target.read(Array(data))
      }
    #endif
  }
}
