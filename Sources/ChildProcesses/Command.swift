import CLinux
import Files
import Foundation
import Subprocess
import SystemPackage

/// A program that is run: a solver, a compiler, a converter.
///
/// It has a process group of its own, which is killed at its end, and when this program ends, however
/// that ends. Its time, memory and output are bounded, and `TMPDIR` is a folder of its own, which goes
/// with it. Only a clean exit is an answer.
public struct Command: Sendable {
  /// How much a command may use.
  public struct Limits: Sendable {
    /// Seconds from its start.
    let seconds: Int
    /// Bytes of address space of each process.
    let memory: Int
    /// Bytes that it may print.
    let output: Int
    /// Bytes of each file that it writes.
    let file: Int

    /// - Parameter file: by default that of what it prints.
    public init(seconds: Int, memory: Int, output: Int, file: Int? = nil) {
      self.seconds = seconds
      self.memory = memory
      self.output = output
      // Beyond what may be printed, so that whoever prints too much is told that.
      self.file = max(file ?? 0, output + 4096)
    }
  }

  /// How a command ended.
  public enum Ending: Sendable {
    /// With a clean code; and what it printed.
    case success([UInt8])
    /// In any other way: why, in words that follow its name, and what it printed.
    case failure(why: String, printed: [UInt8])
    /// It could not be started.
    case missing
  }

  private let words: [String]
  private let limits: Limits
  private let keepsErrors: Bool
  private let cleanCodes: Set<Int32>

  /// A program, which is looked for in PATH, and its arguments.
  ///
  /// - Parameters:
  ///   - keepsErrors: whether what it prints to standard error counts as printed.
  ///   - cleanCodes: the codes with which it ends where it has an answer.
  public init(
    _ words: [String], limits: Limits, keepsErrors: Bool = false, cleanCodes: Set<Int32> = [0]
  ) {
    self.cleanCodes = cleanCodes
    self.words = words
    self.limits = limits
    self.keepsErrors = keepsErrors
  }

  /// Whether a program is in PATH, or at the place that it names.
  public static func canRun(_ program: String) -> Bool {
    if program.contains("/") { return FileManager.default.isExecutableFile(atPath: program) }
    return path.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
  }

  /// The folders of PATH.
  public static var path: [String] {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
  }

  /// Sets limits that its children inherit, and waits beside the program for the end of standard
  /// input, which is the end of this program: then the group is killed.
  private static let script = """
    ulimit -v "$1" 2>/dev/null || :
    ulimit -f "$2" 2>/dev/null || :
    shift 2
    exec 3<&0 </dev/null
    { read -r never <&3; kill -s KILL 0; } >/dev/null 2>&1 &
    "$@" 3<&-
    """

  /// Runs it to its end.
  ///
  /// - Throws: where the system has no process, file or memory for it.
  public func run() async throws -> Ending {
    guard let program = words.first, Self.canRun(program) else { return .missing }
    let printed = memfd_create("walkproof", UInt32(memory_close_on_exec))
    guard printed >= 0 else { throw Errno(rawValue: errno) }
    defer { close(printed) }
    // A compiler that is killed leaves its temporary files.
    let temporary = try TemporaryFolder()
    let life = try FileDescriptor.pipe()
    defer { try? life.writeEnd.close() }
    var options = PlatformOptions()
    options.processGroupID = 0
    let arguments = ["-c", Self.script, "sh", "\(limits.memory / 1024)", "\(limits.file / 512)"]
    let result = try await Subprocess.run(
      Configuration(
        executable: .path("/bin/sh"), arguments: Arguments(arguments + words),
        environment: .inherit.updating(["TMPDIR": temporary.path]), platformOptions: options),
      input: .fileDescriptor(life.readEnd, closeAfterSpawningProcess: true),
      output: .fileDescriptor(
        FileDescriptor(rawValue: printed), closeAfterSpawningProcess: false),
      error: .fileDescriptor(
        keepsErrors
          ? FileDescriptor(rawValue: printed) : try .open("/dev/null", .writeOnly),
        closeAfterSpawningProcess: !keepsErrors)
    ) { execution in
      let group = pid_t(execution.processIdentifier.value)
      ProcessGroups.enter(group)
      return (group: group, watch: Watch(group, printed: printed, limits: limits))
    }
    let stopped = result.closureResult.watch.end()
    ProcessGroups.end(result.closureResult.group)
    withExtendedLifetime(temporary) {}
    return ending(result.terminationStatus, stopped: stopped, printed: bytes(of: printed))
  }

  private func bytes(of file: Int32) -> [UInt8] {
    // As many as there are: filling all that it might print costs more than a small program's run.
    var status = stat()
    guard fstat(file, &status) == 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: min(Int(status.st_size), limits.output + 1))
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        pread(file, $0.baseAddress.map { $0 + count }, $0.count - count, off_t(count))
      }
      guard got > 0 else { break }
      count += got
    }
    return Array(bytes.prefix(count))
  }

  private func ending(
    _ status: TerminationStatus, stopped: String?, printed: [UInt8]
  ) -> Ending {
    // What has ended by itself was not stopped, however late that is noticed.
    if let stopped, case .signaled = status { return .failure(why: stopped, printed: printed) }
    if printed.count > limits.output {
      return .failure(why: "printed more than \(limits.output) bytes", printed: printed)
    }
    switch status {
    case .exited(let code) where cleanCodes.contains(code): return .success(printed)
    case .exited(126), .exited(127): return .missing
    case .exited(let code) where code > 128:
      return .failure(why: "was killed by signal \(code - 128)", printed: printed)
    case .exited(let code): return .failure(why: "ended with code \(code)", printed: printed)
    case .signaled(let signal):
      return .failure(why: "was killed by signal \(signal)", printed: printed)
    }
  }
}
