import ChildProcesses
import Files
import Foundation
import PageWalk
import ProgramProof

/// Compiles files of a kernel's tree to LLVM IR, in a folder of its own.
struct KernelBuild {
  let tree: String
  let folder: String
  let make: CompiledKernel.Make
  let llvm: LLVMTools
  let jobs: Int

  /// What the kernel's build needs to be found in PATH, besides LLVM.
  private static let tools = ["make", "flex", "bison", "bc", "perl"]
  /// The largest source file or configuration that is read, in bytes.
  static let maximumSource = 16 << 20
  /// For each command of a build.
  static let limits = Command.Limits(
    seconds: 3600, memory: 16 << 30, output: 64 << 20, file: 8 << 30)

  /// A build of a tree, in a folder, by the LLVM that is named, or one that is found.
  ///
  /// - Parameter triple: what the code's target triple begins with.
  init(
    tree: String, folder: String, make: CompiledKernel.Make, triple: String, llvm: String?,
    jobs: Int
  ) async throws {
    self.tree = URL(fileURLWithPath: tree).standardizedFileURL.path
    self.folder = URL(fileURLWithPath: folder).standardizedFileURL.path
    self.make = make
    self.jobs = jobs
    guard FileManager.default.fileExists(atPath: self.tree + "/mm/gup.c"),
      FileManager.default.fileExists(atPath: self.tree + "/Makefile")
    else {
      throw Failure(.badInput, "\(tree): this is no tree of the kernel: it has no mm/gup.c")
    }
    guard self.folder != self.tree, !self.folder.hasPrefix(self.tree + "/") else {
      throw Failure(.usage, "--build names a folder inside of the tree; nothing is written there")
    }
    // The build runs what it finds there.
    try PrivateFolder.make(self.folder)
    if let llvm {
      self.llvm = try LLVMTools(llvm)
    } else {
      self.llvm = try await .found(for: self.tree, triple: triple, folder: self.folder)
    }
    let missing = Self.tools.filter { !Command.canRun($0) } + self.llvm.missing
    guard missing.isEmpty else {
      throw Failure(
        .badInput,
        "the kernel's build needs, and PATH does not have: \(missing.joined(separator: ", "))")
    }
  }

  /// The target that configures it: the first one that the tree has a file for.
  private var target: String {
    let folder = "\(tree)/arch/\(sources)/configs/"
    return make.targets.first { FileManager.default.fileExists(atPath: folder + $0) }
      ?? make.targets[0]
  }

  /// The folder of `arch/` that has the architecture's sources.
  private var sources: String {
    ["i386": "x86", "x86_64": "x86"][make.architecture] ?? make.architecture
  }

  /// The file that has a walk: that of a walk which is known, else `gup_fast`'s.
  func source(of entry: String?) -> String {
    let known = AddressWalk.known.first { $0.function == entry }?.sources ?? []
    return known.first {
      (!$0.hasPrefix("arch/") || $0.hasPrefix("arch/\(sources)/"))
        && FileManager.default.fileExists(atPath: "\(tree)/\($0)")
    } ?? "mm/gup.c"
  }

  /// The release that the tree is of, such as `6.12.117`.
  var release: String {
    guard let text = RegularFile.text(of: tree + "/Makefile", limit: Self.maximumSource) else {
      return "of unknown release"
    }
    let parts = ["VERSION", "PATCHLEVEL", "SUBLEVEL"].compactMap { key in
      text.split(separator: "\n").first { $0.hasPrefix("\(key) = ") }?.split(separator: " ").last
    }
    return parts.joined(separator: ".")
  }

  /// Configures the kernel: by a file, or by its own target and options.
  func configure(file: String?, options: [String]) async throws {
    // A folder that was configured alike before, by this program, is used as it is.
    let stamp = folder + "/walkproof.config"
    // What the compiler only warns of keeps no walk from being judged.
    let options = (file == nil ? ["WERROR=n"] + make.options : []) + options
    let wanted = ([tree, file ?? target, "LLVM=\(llvm.choice)"] + options)
      .joined(separator: "\n")
    if file == nil, RegularFile.text(of: stamp, limit: Self.maximumSource) == wanted { return }
    StandardError.progress("configuring \(make.architecture)")
    if let file {
      try OutputFile.write(
        RegularFile.bytes(of: file, limit: Self.maximumSource, kind: "a configuration"),
        to: folder + "/.config")
    } else {
      try await run(["make"] + arguments + [target], "configuring")
    }
    for option in options {
      let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
      try await run(
        [
          tree + "/scripts/config", "--file", folder + "/.config", "--set-val", parts[0],
          parts.count > 1 ? parts[1] : "y",
        ], "setting \(option)")
    }
    try await run(["make"] + arguments + ["olddefconfig"], "configuring")
    try Output.write(wanted, to: stamp, replacesInput: true)
  }

  private var arguments: [String] {
    ["-C", tree, "O=\(folder)", "ARCH=\(make.architecture)", "LLVM=\(llvm.choice)", "-j\(jobs)"]
  }

  /// Whether the configuration has a file.
  func has(_ file: CompiledKernel.File) throws -> Bool {
    guard let option = file.option else { return true }
    let configuration = try RegularFile.bytes(
      of: "\(folder)/.config", limit: Self.maximumSource)
    return String(decoding: configuration, as: UTF8.self).split(separator: "\n").contains(
      "CONFIG_\(option)=y")
  }

  /// The IR of a source file, such as `mm/gup.c`; nil where the tree does not have the file.
  func compile(_ source: String) async throws -> String? {
    guard FileManager.default.fileExists(atPath: "\(tree)/\(source)") else { return nil }
    let stem = source.hasSuffix(".c") ? String(source.dropLast(2)) : source
    // Which of the path's folders has the Makefile that the options are for is not known.
    let parts = stem.split(separator: "/")
    let flags = parts.indices.map {
      "CFLAGS_\(parts[$0...].joined(separator: "/")).o=-g -fno-eliminate-unused-debug-types"
        + " -Xclang -disable-llvm-passes -fno-discard-value-names"
    }
    StandardError.progress("compiling \(source)")
    try await run(
      ["make"] + arguments + flags + ["\(stem).ll"], "compiling \(source)")
    let result = "\(folder)/\(stem).ll"
    guard FileManager.default.fileExists(atPath: result) else {
      throw Failure(.badInput, "compiling \(source) gave no \(result)")
    }
    return result
  }

  /// Compiles a file of ours as a source file of the tree was compiled before, and gives its IR.
  ///
  /// - Parameter source: the tree's file, such as `mm/gup.c`, by whose command it is done.
  func compile(_ text: String, as source: String) async throws -> String {
    let stem = source.hasSuffix(".c") ? String(source.dropLast(2)) : source
    let parts = stem.split(separator: "/")
    let dependencies = (parts.dropLast() + [".\(parts.last ?? "").ll.d"]).joined(separator: "/")
    let saved = (parts.dropLast() + [".\(parts.last ?? "").ll.cmd"]).joined(separator: "/")
    guard
      let content = RegularFile.text(of: "\(folder)/\(saved)", limit: Self.maximumSource),
      let line = content.split(separator: "\n").first,
      let start = line.ranges(of: "cmd_\(stem).ll := ").first,
      let output = line.ranges(of: " -o \(stem).ll ").last
    else {
      throw Failure(.badInput, "\(folder)/\(saved) does not tell how \(source) was compiled")
    }
    // As the kernel's build writes it for make to read.
    let command = line[start.upperBound..<output.lowerBound]
      .replacing("$(pound)", with: "#").replacing("$$", with: "$")
      .replacing(dependencies, with: "walkproof-probe.d")
    try OutputFile.write(Array(text.utf8), to: folder + "/walkproof-probe.c")
    let result = folder + "/walkproof-probe.ll"
    unlink(result)
    StandardError.progress("probing")
    try await run(
      [
        "sh", "-c",
        "cd \"$1\" && \(command) -w -o walkproof-probe.ll walkproof-probe.c", "sh", folder,
      ], "compiling the probe in")
    guard let ir = RegularFile.text(of: result, limit: Self.maximumSource) else {
      throw Failure(.badInput, "compiling the probe gave no \(result)")
    }
    return ir
  }

  /// Runs a command; where it fails, what it says is told, and is in `walkproof.log`.
  private func run(_ command: [String], _ what: String) async throws {
    let printed: [UInt8]
    let why: String
    switch try await Command(command, limits: Self.limits, keepsErrors: true).run() {
    case .success: return
    case .missing: throw Failure(.badInput, "\(command[0]) cannot be run; install it")
    case .failure(let reason, let text): (why, printed) = (reason, text)
    }
    StandardError.progress("")
    try OutputFile.write(printed, to: folder + "/walkproof.log")
    let lines = String(decoding: printed, as: UTF8.self).split(separator: "\n").map(String.init)
    let errors = lines.filter {
      $0.contains("error:") || $0.contains("Error") || $0.contains("***")
    }
    let told = (errors.isEmpty ? lines.suffix(10) : errors.prefix(10)[...]).joined(
      separator: "\n  ")
    throw Failure(
      .badInput,
      "\(what) \(tree) for \(make.architecture) fails (\(command[0]) \(why)):\n  \(told)")
  }
}
