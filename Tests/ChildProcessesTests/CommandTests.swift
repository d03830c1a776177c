import ChildProcesses
import Foundation
import Testing

@Suite struct CommandTests {
  private func run(
    _ script: String, seconds: Int = 600, memory: Int = 4 << 30, output: Int = 1 << 16,
    file: Int? = nil, keepsErrors: Bool = false
  ) async throws -> (printed: String?, why: String?) {
    let limits = Command.Limits(seconds: seconds, memory: memory, output: output, file: file)
    switch try await Command(["sh", "-c", script], limits: limits, keepsErrors: keepsErrors).run() {
    case .success(let bytes): return (String(decoding: bytes, as: UTF8.self), nil)
    case .failure(let why, let bytes): return (String(decoding: bytes, as: UTF8.self), why)
    case .missing: return (nil, nil)
    }
  }

  @Test func whatItPrintsIsTheAnswer() async throws {
    #expect(try await run("echo a; echo b >&2") == ("a\n", nil))
    #expect(try await run("echo a; echo b >&2", keepsErrors: true) == ("a\nb\n", nil))
    #expect(try await run("cat") == ("", nil))
  }

  @Test func itsTemporaryFilesGoWithIt() async throws {
    let folder = try #require(try await run("touch $TMPDIR/left; printf %s $TMPDIR").printed)
    #expect(folder.hasPrefix("/") && access(folder, F_OK) != 0)
    #expect(
      try await run("touch $TMPDIR/left; printf %s $TMPDIR; sleep 9", seconds: 1).printed
        .map { access($0, F_OK) != 0 } == true)
  }

  @Test(arguments: [
    ("echo sat; exit 3", "ended with code 3"), ("echo sat; kill -9 $$", "was killed by signal 9"),
    ("echo sat; kill -SEGV $$", "was killed by signal 11"),
  ])
  func onlyACleanExitIsAnAnswer(_ script: String, _ why: String) async throws {
    #expect(try await run(script).why == why)
  }

  @Test func aProgramThatIsNotThereIsMissing() async throws {
    let limits = Command.Limits(seconds: 1, memory: 1 << 30, output: 1)
    guard case .missing = try await Command(["no-such-program"], limits: limits).run() else {
      Issue.record("it was found")
      return
    }
    guard case .missing = try await Command(["/etc/passwd"], limits: limits).run() else {
      Issue.record("it was run")
      return
    }
  }

  /// Children in the background hold no pipe that anybody waits for, and are killed with their parent.
  @Test(.timeLimit(.minutes(10))) func timeIsKeptWithChildren() async throws {
    let mark = "4\(UInt32.random(in: 1_000_000...9_999_999))"
    #expect(
      try await run("sleep \(mark) & sleep \(mark) & wait", seconds: 1).why
        == "did not end within 1 s")
    #expect(try await run("sleep \(mark) & echo done").printed == "done\n")
    #expect(try await run("pgrep -f 'sleep \(mark)$' || true").printed == "")
  }

  /// A command that ends in time has ended in time, also where nobody can look before it is over.
  @Test func aBusyPoolTakesNoTime() async throws {
    async let answer = run("sleep 0.5; echo a", seconds: 2)
    try await Task.sleep(for: .milliseconds(100))
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount {
        group.addTask { usleep(4_000_000) }
      }
    }
    #expect(try await answer == ("a\n", nil))
  }

  @Test func outputAndMemoryAreBounded() async throws {
    let much = try await run("yes", output: 1 << 16)
    #expect(much.why != nil)
    #expect((much.printed ?? "").utf8.count <= 1 << 17)
    let memory = "python3 -c 'x = bytearray(1 << 30); print(len(x))'"
    #expect(try await run(memory).printed == "\(1 << 30)\n")
    #expect(try await run(memory, memory: 1 << 29).why != nil)
  }
}
