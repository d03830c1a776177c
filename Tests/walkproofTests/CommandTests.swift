import Foundation
import ReportSchemaV1
import TestModels
import Testing

/// Runs the program as a user would.
@Suite struct CommandTests {
  struct Result {
    let code: Int32
    let output: String
    let errors: String

    func report() throws -> ProofReport {
      try JSONDecoder().decode(ProofReport.self, from: Data(output.utf8))
    }
  }

  private static let program = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("walkproof")

  private func start(_ arguments: [String]) throws -> (Process, Pipe, Pipe) {
    let process = Process()
    process.executableURL = Self.program
    process.arguments = arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    return (process, output, errors)
  }

  private func run(_ arguments: String...) throws -> Result { try run(arguments) }

  private func run(_ arguments: [String]) throws -> Result {
    let (process, output, errors) = try start(arguments)
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let messages = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // A crash is a signal, never an exit code.
    #expect(process.terminationReason == .exit)
    return Result(
      code: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: messages, as: UTF8.self))
  }

  private func scenario(_ name: String) -> String {
    "\(ShippedModels.directory)/Scenarios/\(name).yaml"
  }

  /// As root, a file that is renamed to `/dev/null` would take its place.
  @Test func whatIsNoPlainFileIsNotReplaced() throws {
    let pipe = try ShippedModels.temporaryDirectory() + "/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    // Both ends, so that nobody waits for the other.
    let descriptor = open(pipe, O_RDWR)
    try #require(descriptor >= 0)
    defer { close(descriptor) }
    let result = try run(
      "prove", "mips32", "--property", "right-entry", "--format", "json", "--output", pipe)
    #expect(result.code == 0)
    var status = stat()
    try #require(stat(pipe, &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFIFO)
    var first = UInt8(0)
    #expect(read(descriptor, &first, 1) == 1)
    #expect(first == UInt8(ascii: "{"))
  }

  /// A program that is copied away from its models has them along, and other names are understood.
  @Test func aLoneProgramHasItsModels() throws {
    let directory = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let lone = "\(directory)/walkproof"
    try FileManager.default.copyItem(atPath: Self.program.path, toPath: lone)
    let (code, output) = try runProgram([
      lone, "prove", "s390x", "--property", "reach", "--property", "marked", "-o", "-",
    ])
    #expect(code == 0)
    #expect(output.contains("note on 4 of 4 configurations: pgd_offset"))
    #expect(output.contains("(Models/Architectures/s390.yaml:"))
    #expect(try runProgram([lone, "prove", "aarch64", "--property", "reach"]).0 == 1)
    // What it carries is what is shipped.
    let (_, carried) = try runProgram([lone, "list", "--format", "json"])
    #expect(carried == (try run("list", "--format", "json").output))
  }

  /// A rule that is broken fails only where that is asked for; what does harm always does.
  @Test func harmDecides() throws {
    #expect(try run("prove", "s390").code == 0)
    #expect(try run("prove", "s390", "--strict").code == 1)
    #expect(try run("prove", "s390", "--expect-refuted").code == 1)
    #expect(try run("prove", "s390", "--walker", "gup_fast@v5.8", "--expect-refuted").code == 0)
    #expect(try run("prove", "s390", "--property", "marked-access").code == 0)
    let mixed = try run(
      "prove", "s390", "--walker", "gup_fast@v5.8", "--property", "marked-access")
    #expect(mixed.code == 1)
    let levels5 = try run(
      "prove", "s390", "--walker", "gup_fast@v5.8", "--configuration", "levels=5")
    #expect(levels5.code == 0)
  }

  @Test func provedIs0() throws {
    let result = try run(
      "prove", "s390", "--property", "right-entry", "--property", "live-recheck", "--format",
      "json", "--stable")
    #expect(result.code == 0)
    let report = try result.report()
    #expect(report.schema == "walkproof/proof/1")
    #expect(report.results.count == 8)
    #expect(report.results.allSatisfy { $0.verdict == "proved" && $0.revision == "v6.12" })
    #expect(report.results.allSatisfy { $0.seconds == nil && $0.counterexample == nil })
    let levels = Set(report.results.compactMap { $0.configuration["levels"] }.map { "\($0)" })
    #expect(levels.count == 4)
  }

  @Test func refutedIs1AndTheJSONIsComplete() throws {
    let result = try run(
      "prove", "s390", "x86_64", "--walker", "gup_fast@v5.8", "--property", "no-stack-iteration",
      "--format", "json")
    #expect(result.code == 1)
    let report = try result.report()
    #expect(report.results.map(\.verdict).filter { $0 == "refuted" }.count == 3)
    #expect(report.results.count == 7)
    for item in report.results where item.verdict == "refuted" {
      #expect(item.counterexample?.violations["no-stack-iteration"] != nil)
      #expect(item.counterexample?.steps.last?.kind == "stack")
    }
  }

  @Test func inconclusiveIs3AndTheJSONIsComplete() throws {
    let result = try run("prove", "s390", "--budget", "1", "--format", "json")
    #expect(result.code == 3)
    let report = try result.report()
    #expect(report.results.count == 44)
    #expect(report.results.allSatisfy { $0.verdict == "unknown" && $0.reason != nil })
  }

  @Test func aVacuousProofIs4() throws {
    let directory = try ShippedModels.broken(
      "Walkers/gup_fast-v6.12.yaml", "stop: \"!pmd_present(pmd)\"", "stop: 1")
    defer { try? FileManager.default.removeItem(atPath: directory) }
    #expect(try run("prove", "s390", "--models", directory).code == 4)
  }

  @Test(arguments: [
    (["prove"], "--all"), (["prove", "s930"], "s390"), (["prove", "s390", "--all"], "not both"),
    (["prove", "s309"], "did you mean 's390'?"),
    (["prove", "s390", "--walker", "gup_fsat"], "gup_fast"),
    (["prove", "s390", "--walker", "gup_fast@v5.7"], "v5.8"),
    (["prove", "s390", "--property", "right-entyr"], "right-entry"),
    (["prove", "s390", "--configuration", "level=3"], "levels"),
    (["prove", "s390", "--configuration", "levels=7"], "2, 3, 4 or 5"),
    (["prove", "s390", "--configuration", "levels"], "KEY=VALUE"),
    (["prove", "s390", "--jobs", "0"], "--jobs"), (["prove", "s390", "--budget", "0"], "--budget"),
    (["prove", "s390", "--budget", "99999999999999"], "--budget"),
    (["prove", "s390", "--format", "xml"], "text"), (["prvoe"], "prvoe"), (["replay"], "scenarios"),
    (["prove", "s390", "--walker", "@"], "gup_fast"),
    (["prov", "s390"], "did you mean 'prove'?"), (["prove", "x86"], "x86_32 or x86_64"),
    (["prove", "x\r\n::error::y"], "x\\u000d\\u000a::error::y"), (["replay", "a\nb"], "a\\u000ab"),
  ])
  func usageIs64(_ arguments: [String], _ words: String) throws {
    let result = try run(arguments)
    #expect(result.code == 64)
    #expect(result.errors.contains(words), "\(result.errors)")
    #expect(result.output.isEmpty)
  }

  @Test func badInputIs65WithItsPlace() throws {
    let directory = try ShippedModels.broken(
      "Architectures/s390.yaml", "PMD_SHIFT: 20", "PMD_SHIFT: 20 +")
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let broken = try run("prove", "s390", "--models", directory)
    #expect(broken.code == 65)
    #expect(broken.errors.contains(#/model\.yaml:\d+:\d+: expected a value/#))
    #expect(try run("prove", "s390", "--models", "/does/not/exist").code == 65)
    #expect(try run("replay", "/does/not/exist").code == 65)
    #expect(try run("replay", "/dev/zero").code == 65)
    #expect(try run("replay", ShippedModels.directory).code == 65)
    // The worst of several, and the good one is shown all the same.
    let both = try run("replay", "/does/not/exist", scenario("s390-silent-slip"))
    #expect(both.code == 65)
    #expect(both.output.contains("as the scenario expects"))
  }

  @Test func outputThatCannotBeWrittenIs73() throws {
    for place in ["/does/not/exist/report", "/dev/null/report", ShippedModels.directory] {
      let result = try run("prove", "x86_64", "--output", place)
      #expect(result.code == 73, "\(place)")
    }
    #expect(try run("prove", "x86_64", "--export", "/dev/null/out").code == 73)
    let left = try FileManager.default.contentsOfDirectory(atPath: ShippedModels.root)
    #expect(!left.contains { $0.contains(".walkproof-") })
  }

  @Test func whatIsReadIsNotReplaced() throws {
    let directory = try ShippedModels.broken("Scenarios/s390-silent-slip.yaml", "about", "about")
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let file = "\(directory)/model.yaml"
    let before = FileManager.default.contents(atPath: file)
    let result = try run("export", file, "--format", "c", "-o", file)
    #expect(result.code == 73)
    #expect(result.errors.contains("this was read as an input"))
    #expect(FileManager.default.contents(atPath: file) == before)
    #expect(try run("gate", "--update", "-o", "\(directory)/report").code == 64)
  }

  @Test func outputGoesToAFile() throws {
    let directory = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let file = "\(directory)/report.json"
    let result = try run(
      "prove", "x86_64", "--property", "right-entry", "--format", "json", "--output", file)
    #expect(result.code == 0)
    #expect(result.output.isEmpty)
    let report = try JSONDecoder().decode(
      ProofReport.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    #expect(report.results.count == 3)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["report.json"])
  }

  @Test func resultsDoNotDependOnTheNumberOfJobs() throws {
    let one = try run(
      "prove", "s390", "x86_64", "riscv64", "--walker", "gup_fast@v5.8", "--jobs", "1", "--format",
      "json", "--stable")
    let four = try run(
      "prove", "s390", "x86_64", "riscv64", "--walker", "gup_fast@v5.8", "--jobs", "4", "--format",
      "json", "--stable")
    #expect(one.output == four.output)
    #expect(one.code == 1 && four.code == 1)
  }

  @Test func exportedScenariosReplay() throws {
    let directory = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let prove = try run(
      "prove", "s390", "--walker", "gup_fast@v5.8", "--configuration", "levels=3", "--property",
      "no-stack-iteration", "--property", "right-entry", "--property", "in-bounds", "--export",
      directory)
    #expect(prove.code == 1)
    let files = try FileManager.default.contentsOfDirectory(atPath: directory)
      .map { "\(directory)/\($0)" }
    #expect(files.count == 3)
    #expect(try run(["replay"] + files).code == 0)
    let fixed = try run(
      ["replay"] + files + ["--walker", "gup_fast@v5.9", "--format", "json"])
    #expect(fixed.code == 0)
    let report = try JSONDecoder().decode(ReplayReport.self, from: Data(fixed.output.utf8))
    for result in report.results {
      #expect(result.pagesAreRight && result.expected)
      #expect(!result.trace.steps.contains { $0.kind == "stack" })
      #expect(result.trace.outcome == "returned")
    }
  }

  /// A scenario of a model that is not shipped brings the model along.
  @Test func aForeignModelTravelsWithItsScenario() throws {
    let models = try ShippedModels.broken(
      "Architectures/s390.yaml", "PTRS_PER_PTE: 256", "PTRS_PER_PTE: 512")
    let directory = try ShippedModels.temporaryDirectory()
    defer {
      try? FileManager.default.removeItem(atPath: models)
      try? FileManager.default.removeItem(atPath: directory)
    }
    let prove = try run(
      "prove", "s390", "--configuration", "levels=2", "--models", models, "--export", directory)
    #expect(prove.code == 1)
    let files = try FileManager.default.contentsOfDirectory(atPath: directory)
      .map { "\(directory)/\($0)" }
    #expect(!files.isEmpty)
    let replay = try run(["replay"] + files)
    #expect(replay.code == 0, "\(replay.output) \(replay.errors)")
  }

  @Test func replayingSomethingElseThanExpectedIs1() throws {
    let text = try String(contentsOfFile: scenario("s390-silent-slip"), encoding: .utf8)
    let directory = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let path = "\(directory)/scenario.yaml"
    try text.replacingOccurrences(of: "outcome: returned", with: "outcome: stopped").write(
      toFile: path, atomically: true, encoding: .utf8)
    let result = try run("replay", path)
    #expect(result.code == 1)
    #expect(result.output.contains("the outcome is returned, expected stopped"))
    let shipped = try run(
      "replay", scenario("s390-silent-slip"), scenario("s390-uninitialised-stack"))
    #expect(shipped.code == 0)
    #expect(shipped.output.contains("WRONG"))
  }

  @Test func listShowsWhatThereIs() throws {
    let text = try run("list")
    #expect(text.code == 0)
    for word in ["s390", "x86_64", "gup_fast@v5.8", "gup_fast@v5.9", "exact-cover"] {
      #expect(text.output.contains(word))
    }
    let json = try run("list", "--format", "json")
    let list = try JSONDecoder().decode(ListReport.self, from: Data(json.output.utf8))
    #expect(list.architectures.map(\.name).contains("s390"))
    #expect(list.architectures.first { $0.name == "s390" }?.configurations.count == 4)
  }

  /// A small folder of proofs of one architecture and two walks, and the models that make it.
  private func smallGate() throws -> (directory: String, models: [String]) {
    let directory = try ShippedModels.temporaryDirectory()
    let shipped = ShippedModels.directory
    for folder in ["Architectures", "Walkers", "Helpers"] {
      try FileManager.default.createDirectory(
        atPath: "\(directory)/Models/\(folder)", withIntermediateDirectories: true)
    }
    for file in [
      "Architectures/riscv32.yaml", "Walkers/gup_fast-v6.12.yaml", "Walkers/gup_fast-v5.8.yaml",
      "Helpers/generic.yaml", "Helpers/nop4d.yaml", "Helpers/nopud.yaml", "Helpers/nopmd.yaml",
    ] {
      try FileManager.default.copyItem(
        atPath: "\(shipped)/\(file)", toPath: "\(directory)/Models/\(file)")
    }
    return (directory, ["--proofs", "\(directory)/Proofs", "--cache", "\(directory)/cache"])
  }

  private func gate(_ small: (directory: String, models: [String]), _ more: String...) throws
    -> Result
  {
    try run(
      ["gate"] + small.models + ["--no-shipped-models", "--models", "\(small.directory)/Models"]
        + more)
  }

  @Test func theGateOpensOnlyForWhatIsClaimed() throws {
    let small = try smallGate()
    defer { try? FileManager.default.removeItem(atPath: small.directory) }
    #expect(try gate(small).code == 65)
    #expect(try gate(small, "--update").code == 0)
    #expect(try gate(small, "--expect-refuted", "gup_fast@v5.8").code == 0)
    let index = "\(small.directory)/Proofs/index.tsv"
    let text = try String(contentsOfFile: index, encoding: .utf8)
    // Each verdict, flipped, closes the gate and is named.
    let lines = text.split(separator: "\n").map(String.init)
    for number in lines.indices.dropFirst() {
      var changed = lines
      changed[number] =
        lines[number].contains("\tproved")
        ? lines[number].replacing("\tproved", with: "\trefuted")
        : lines[number].replacing("\trefuted", with: "\tproved")
      try (changed.joined(separator: "\n") + "\n").write(
        toFile: index, atomically: true, encoding: .utf8)
      let result = try gate(small)
      #expect(result.code == 1)
      #expect(result.output.replacing("\n  ", with: " ").contains("index.tsv:\(number + 1): "))
    }
    for (damaged, code) in [
      (String(text.dropLast(10)), Int32(65)), ("", 65), (text + "s390\n", 65), (lines[0] + "\n", 1),
    ] {
      try damaged.write(toFile: index, atomically: true, encoding: .utf8)
      #expect(try gate(small).code == code)
    }
    try text.write(toFile: index, atomically: true, encoding: .utf8)
  }

  /// The kept line about each script is held to what is proved, and so are the scripts themselves.
  @Test func theGateHoldsScriptsToTheirDigests() throws {
    let small = try smallGate()
    defer { try? FileManager.default.removeItem(atPath: small.directory) }
    #expect(try gate(small, "--update").code == 0)
    let file = "\(small.directory)/Proofs/scripts.tsv"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let lines = text.split(separator: "\n").map(String.init)
    let written = "\(small.directory)/scripts"
    #expect(try gate(small, "--scripts", written).code == 0)
    for (number, line) in lines.enumerated().dropFirst() {
      let fields = line.split(separator: "\t").map(String.init)
      let script = "\(written)/\(fields[0])/\(fields[1].replacing("@", with: "-")).smt2"
      let sum = try runProgram(["sha256sum", script]).output
      #expect(sum.hasPrefix(fields[4] + " "))
      let queries = try String(contentsOfFile: script, encoding: .utf8).split(separator: "\n")
      let names = queries.filter { $0.hasPrefix("; ") }
      #expect("\(names.count { $0.contains(": obligation, ") })" == fields[2])
      #expect("\(names.count { $0.contains(": cover, ") })" == fields[3])
      for column in 2...5 {
        var changed = fields
        changed[column] = String(changed[column].reversed()) + "0"
        var all = lines
        all[number] = changed.joined(separator: "\t")
        try (all.joined(separator: "\n") + "\n").write(
          toFile: file, atomically: true, encoding: .utf8)
        let result = try gate(small)
        #expect(result.code == 1)
        let output = result.output.replacing("\n  ", with: " ")
        #expect(output.contains("scripts.tsv:\(number + 1): \(fields[0]) \(fields[1]): "))
      }
    }
    for damaged in ["", "nonsense\n", text + text, text + "\n", lines.dropLast().joined()] {
      try damaged.write(toFile: file, atomically: true, encoding: .utf8)
      #expect(try gate(small).code == 1)
    }
    try FileManager.default.removeItem(atPath: file)
    #expect(try gate(small).code == 1)
  }

  @Test func anotherConstantClosesTheGate() throws {
    let small = try smallGate()
    defer { try? FileManager.default.removeItem(atPath: small.directory) }
    #expect(try gate(small, "--update").code == 0)
    let file = "\(small.directory)/Models/Architectures/riscv32.yaml"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    for (old, new) in [
      ("PTRS_PER_PTE: 1024", "PTRS_PER_PTE: 1023"), ("0x9c800000", "0x9c800001"),
      ("pmd & 0x21", "pmd & 0x20"), ("shift: 22", "shift: 21"),
    ] {
      #expect(text.contains(old))
      try text.replacing(old, with: new).write(toFile: file, atomically: true, encoding: .utf8)
      let result = try gate(small)
      #expect(result.code == 1 || result.code == 65, "\(old): \(result.output)")
    }
  }

  /// A damaged cache is only slow.
  @Test func aDamagedCacheIsAMiss() throws {
    let small = try smallGate()
    defer { try? FileManager.default.removeItem(atPath: small.directory) }
    #expect(try gate(small, "--update").code == 0)
    let cache = "\(small.directory)/cache"
    let entries = try FileManager.default.contentsOfDirectory(atPath: cache)
    #expect(entries.count == 2)
    for entry in entries {
      let url = URL(fileURLWithPath: "\(cache)/\(entry)")
      let good = try Data(contentsOf: url)
      var flipped = good
      if let place = good.range(of: Data("proved".utf8)) {
        flipped.replaceSubrange(place, with: Data("provee".utf8))
      }
      for damaged in [good.prefix(good.count / 2), flipped, Data("nonsense".utf8), Data()] {
        try damaged.write(to: url)
        #expect(try gate(small).code == 0)
      }
      // Nobody waits for a pipe.
      try FileManager.default.removeItem(at: url)
      #expect(mkfifo(url.path, 0o600) == 0)
      #expect(try gate(small).code == 0)
    }
  }

  @Test func anotherSolverHasToAgree() throws {
    let small = try smallGate()
    defer { try? FileManager.default.removeItem(atPath: small.directory) }
    #expect(try gate(small, "--update").code == 0)
    #expect(try gate(small, "--recheck", "z3").code == 0)
    #expect(try gate(small, "--recheck", "no-such-solver").code == 70)
    for command in ["echo", "false", "true", "sleep"] {
      let code = try gate(small, "--recheck", command).code
      #expect(code == 4 || code == 70, "\(command)")
    }
    let hangs = "\(small.directory)/hangs"
    try "#!/bin/sh\nexec sleep 100\n".write(toFile: hangs, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: hangs)
    #expect(try gate(small, "--recheck", hangs, "--recheck-timeout", "1").code == 4)
    #expect(try gate(small, "--recheck", " ").code == 64)
  }

  /// Every form names every claim, or the problems.
  @Test func theGateSpeaksToMachines() throws {
    let small = try smallGate()
    defer { try? FileManager.default.removeItem(atPath: small.directory) }
    #expect(try gate(small, "--update").code == 0)
    let ktap = try gate(small, "--format", "ktap").output.split(separator: "\n")
    #expect(ktap.first == "KTAP version 1")
    #expect(ktap.count { $0.hasPrefix("ok ") } == 22)
    #expect(ktap.contains { $0.hasSuffix(" riscv32.default.gup_fast-v6_12.right-entry") })
    let junit = try gate(small, "--format", "junit").output
    #expect(junit.matches(of: #/<testcase /#).count == 22)
    let json = try JSONDecoder().decode(
      GateSummary.self, from: Data(try gate(small, "--format", "json").output.utf8))
    #expect(json.passed && json.claims.count == 22 && json.problems.isEmpty)
    let sarif = try JSONSerialization.jsonObject(
      with: Data(try gate(small, "--format", "sarif").output.utf8))
    #expect((sarif as? [String: Any])?["version"] as? String == "2.1.0")
    try FileManager.default.removeItem(
      atPath: "\(small.directory)/Proofs/scripts.tsv")
    #expect(try gate(small, "--format", "github").output.contains("::error file="))
    #expect(try gate(small, "--format", "ktap").output.contains("not ok 23 "))
    #expect(try gate(small, "--format", "junit").output.contains("<failure "))
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func aSignalEndsTheProgramAndLeavesNothing(_ signal: Int32) throws {
    let directory = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    // A broken model whose refutation takes long.
    let models = try ShippedModels.broken(
      "Architectures/s390.yaml", "PGDIR_SHIFT: 53", "PGDIR_SHIFT: 52")
    let (process, _, _) = try start([
      "prove", "s390", "--models", models, "--output", "\(directory)/report", "--export",
      "\(directory)/out", "--scripts", "\(directory)/scripts",
    ])
    Thread.sleep(forTimeInterval: 0.7)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 128 + signal)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory).isEmpty)
  }

  /// A model whose questions are hard: squares of squares.
  private func hardModel() throws -> String {
    var text = "        pte_present(pte): \"a0 = pte; "
    for number in 1...12 { text += "a\(number) = a\(number - 1) * a\(number - 1) + \(number); " }
    return try ShippedModels.broken(
      "Architectures/x86_64.yaml", "        pte_present(pte): (pte & 0x101) != 0\n",
      text + "(pte & 0x101) != 0 && a12 != 12345\"\n")
  }

  @Test func timeAndMemoryThatAreUsedUpAreUnknown() throws {
    let models = try hardModel()
    for limit in [["--timeout", "2"], ["--memory", "64"]] {
      let result = try run(
        ["prove", "x86_64", "--models", models, "--property", "right-entry"] + limit)
      #expect(result.code == 3, "\(result.errors)")
      #expect(result.output.contains(limit[0]))
    }
    #expect(try run("prove", "s390", "--timeout", "0").code == 64)
    #expect(try run("prove", "s390", "--memory", "1").code == 64)
  }

  /// Names from outside are shown, not obeyed.
  @Test func controlCharactersAreVisible() throws {
    for arguments in [
      ["replay", "/tmp/\u{1b}[31mx"], ["prove", "\u{1b}[31m"],
      ["prove", "s390", "--walker", "\u{9b}2J"],
      ["prove", "x86_64", "--models", "/tmp/\u{202e}x"],
    ] {
      let result = try run(arguments)
      #expect(result.code == 64 || result.code == 65)
      #expect(result.errors.contains("\\u"))
      #expect(
        !(result.errors + result.output).unicodeScalars.contains {
          $0.value == 0x1b || $0.value == 0x9b || $0.value == 0x202e
        })
    }
  }

  @Test func modelsBehindLinksAreReadAndOthersAreErrors() throws {
    let directory = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let broken = try ShippedModels.broken(
      "Architectures/s390.yaml", "PMD_SHIFT: 20", "PMD_SHIFT: 20 +")
    symlink(broken, "\(directory)/link")
    // By the link itself, and by one inside of a folder that has another file.
    try FileManager.default.copyItem(
      atPath: "\(ShippedModels.directory)/Architectures/mips32.yaml", toPath: "\(directory)/m.yaml")
    for place in ["\(directory)/link", directory] {
      let result = try run("prove", "s390", "--models", place)
      #expect(result.code == 65)
      #expect(result.errors.contains("expected a value"))
    }
    unlink("\(directory)/link")
    symlink("nowhere", "\(directory)/link")
    #expect(try run("prove", "mips32", "--models", directory).code == 65)
  }

  /// A stranger's folder gives no verdict, whatever its checksums say.
  @Test func aCacheThatOthersCanWriteIsRefused() throws {
    let directory = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let cache = "\(directory)/cache"
    #expect(try run("matrix", "mips32", "--cache", cache).code != 73)
    let entries = try FileManager.default.contentsOfDirectory(atPath: cache)
    #expect(!entries.isEmpty)
    #expect(chmod(cache, 0o777) == 0)
    let refused = try run("matrix", "mips32", "--cache", cache)
    #expect(refused.code == 73)
    #expect(refused.errors.contains("others can write"))
  }

  @Test func aReportIsReplacedAndTheUsersFilesStay() throws {
    let directory = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let report = "\(directory)/report"
    #expect(try run("report", "riscv32", "-o", report + "/", "--no-cache").code == 0)
    try "mine".write(toFile: "\(report)/mine", atomically: true, encoding: .utf8)
    symlink("report", "\(directory)/link")
    for place in [report + "/", "\(directory)/link"] {
      #expect(try run("report", "riscv32", "-o", place, "--no-cache").code == 0)
      #expect(FileManager.default.fileExists(atPath: "\(report)/index.html"))
      #expect(FileManager.default.fileExists(atPath: "\(report)/mine"))
    }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory).sorted() == ["link", "report"])
  }

  @Test func anIndexThatIsTooLargeIsAnError() throws {
    let small = try smallGate()
    defer { try? FileManager.default.removeItem(atPath: small.directory) }
    try FileManager.default.createDirectory(
      atPath: "\(small.directory)/Proofs", withIntermediateDirectories: true)
    let path = "\(small.directory)/Proofs/index.tsv"
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    #expect(truncate(path, 400 << 20) == 0)
    let result = try gate(small)
    #expect(result.code == 65)
    #expect(result.errors.contains("MiB"))
  }

  /// What a solver says before it ends badly is no answer, and its children are gone in time.
  @Test func aSolverThatEndsBadlyIsNotBelieved() throws {
    let small = try smallGate()
    defer { try? FileManager.default.removeItem(atPath: small.directory) }
    #expect(try gate(small, "--update").code == 0)
    for (ending, words) in [
      ("exit 3", "ended with code 3"), ("kill -9 $$", "was killed by signal 9"),
      ("sleep 4567 & sleep 4568", "did not end within 2 s"), ("yes", "printed more than"),
    ] {
      let solver = "\(small.directory)/solver"
      try "#!/bin/sh\nsed -n 's/(set-info :status \\(.*\\))/\\1/p' \"$1\"\n\(ending)\n".write(
        toFile: solver, atomically: true, encoding: .utf8)
      chmod(solver, 0o755)
      let result = try gate(small, "--recheck", solver, "--recheck-timeout", "2")
      #expect(result.code == 4, "\(ending): \(result.output)")
      let told = result.output.split { $0.isWhitespace }.joined(separator: " ")
      #expect(told.contains(words), "\(ending): \(told)")
    }
    #expect(try runProgram(["pgrep", "-f", "^sleep 456[78]$"]).output.isEmpty)
  }
}
