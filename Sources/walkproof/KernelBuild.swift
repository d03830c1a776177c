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

  /// A build of a tree, in a folder, by the LLVM that is named, or one that is found.
  ///
  /// - Parameter triple: what the code's target triple begins with.
  init(
    tree: String, folder: String, make: CompiledKernel.Make, triple: String, llvm: String?,
    jobs: Int
  ) throws {
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
    try Output.makeDirectory(self.folder)
    self.llvm =
      try llvm.map(LLVMTools.init)
      ?? .found(for: self.tree, triple: triple, folder: self.folder)
    let missing = Self.tools.filter { !LLVMTools.canRun($0) } + self.llvm.missing
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
    guard let text = try? String(contentsOfFile: tree + "/Makefile", encoding: .utf8) else {
      return "of unknown release"
    }
    let parts = ["VERSION", "PATCHLEVEL", "SUBLEVEL"].compactMap { key in
      text.split(separator: "\n").first { $0.hasPrefix("\(key) = ") }?.split(separator: " ").last
    }
    return parts.joined(separator: ".")
  }

  /// Configures the kernel: by a file, or by its own target and options.
  func configure(file: String?, options: [String]) throws {
    // A folder that was configured alike before, by this program, is used as it is.
    let stamp = folder + "/walkproof.config"
    // What the compiler only warns of keeps no walk from being judged.
    let options = (file == nil ? ["WERROR=n"] + make.options : []) + options
    let wanted = ([tree, file ?? target, "LLVM=\(llvm.choice)"] + options)
      .joined(separator: "\n")
    if file == nil, FileManager.default.contents(atPath: stamp) == Data(wanted.utf8) { return }
    StandardError.progress("configuring \(make.architecture)")
    if let file {
      guard let text = FileManager.default.contents(atPath: file) else {
        throw Failure(.badInput, "\(file): the configuration cannot be read")
      }
      try Output.write(String(decoding: text, as: UTF8.self), to: folder + "/.config")
    } else {
      try run(["make"] + arguments + [target], "configuring")
    }
    for option in options {
      let parts = option.split(separator: "=", maxSplits: 1).map(String.init)
      try run(
        [
          tree + "/scripts/config", "--file", folder + "/.config", "--set-val", parts[0],
          parts.count > 1 ? parts[1] : "y",
        ], "setting \(option)")
    }
    try run(["make"] + arguments + ["olddefconfig"], "configuring")
    try Output.write(wanted, to: stamp)
  }

  private var arguments: [String] {
    ["-C", tree, "O=\(folder)", "ARCH=\(make.architecture)", "LLVM=\(llvm.choice)", "-j\(jobs)"]
  }

  /// Whether the configuration has a file.
  func has(_ file: CompiledKernel.File) throws -> Bool {
    guard let option = file.option else { return true }
    let configuration = try String(contentsOfFile: "\(folder)/.config", encoding: .utf8)
    return configuration.split(separator: "\n").contains("CONFIG_\(option)=y")
  }

  /// The IR of a source file, such as `mm/gup.c`; nil where the tree does not have the file.
  func compile(_ source: String) throws -> String? {
    guard FileManager.default.fileExists(atPath: "\(tree)/\(source)") else { return nil }
    let stem = source.hasSuffix(".c") ? String(source.dropLast(2)) : source
    // Which of the path's folders has the Makefile that the options are for is not known.
    let parts = stem.split(separator: "/")
    let flags = parts.indices.map {
      "CFLAGS_\(parts[$0...].joined(separator: "/")).o=-g -fno-eliminate-unused-debug-types"
        + " -Xclang -disable-llvm-passes -fno-discard-value-names"
    }
    StandardError.progress("compiling \(source)")
    try run(
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
  func compile(_ text: String, as source: String) throws -> String {
    let stem = source.hasSuffix(".c") ? String(source.dropLast(2)) : source
    let parts = stem.split(separator: "/")
    let dependencies = (parts.dropLast() + [".\(parts.last ?? "").ll.d"]).joined(separator: "/")
    let saved = (parts.dropLast() + [".\(parts.last ?? "").ll.cmd"]).joined(separator: "/")
    guard let content = FileManager.default.contents(atPath: "\(folder)/\(saved)"),
      let line = String(decoding: content, as: UTF8.self).split(separator: "\n").first,
      let start = line.ranges(of: "cmd_\(stem).ll := ").first,
      let output = line.ranges(of: " -o \(stem).ll ").last
    else {
      throw Failure(.badInput, "\(folder)/\(saved) does not tell how \(source) was compiled")
    }
    // As the kernel's build writes it for make to read.
    let command = line[start.upperBound..<output.lowerBound]
      .replacing("$(pound)", with: "#").replacing("$$", with: "$")
      .replacing(dependencies, with: "walkproof-probe.d")
    try Output.write(text, to: folder + "/walkproof-probe.c")
    let result = folder + "/walkproof-probe.ll"
    try? FileManager.default.removeItem(atPath: result)
    StandardError.progress("probing")
    try run(
      [
        "sh", "-c",
        "cd \"$1\" && \(command) -w -o walkproof-probe.ll walkproof-probe.c", "sh", folder,
      ], "compiling the probe in")
    guard let ir = FileManager.default.contents(atPath: result) else {
      throw Failure(.badInput, "compiling the probe gave no \(result)")
    }
    return String(decoding: ir, as: UTF8.self)
  }

  /// Runs a command, with what it says in `walkproof.log`; where it fails, that is told.
  private func run(_ command: [String], _ what: String) throws {
    let log = folder + "/walkproof.log"
    guard FileManager.default.createFile(atPath: log, contents: nil),
      let output = FileHandle(forWritingAtPath: log)
    else {
      throw Failure(.cannotWrite, "\(log) cannot be written")
    }
    defer { try? output.close() }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    do {
      try process.run()
    } catch {
      throw Failure(.internalError, "\(command[0]) does not start: \(error)")
    }
    process.waitUntilExit()
    guard process.terminationStatus != 0 else { return }
    StandardError.progress("")
    let text = (FileManager.default.contents(atPath: log)).map {
      String(decoding: $0, as: UTF8.self)
    }
    let lines = (text ?? "").split(separator: "\n").map(String.init)
    let errors = lines.filter {
      $0.contains("error:") || $0.contains("Error") || $0.contains("***")
    }
    let told = (errors.isEmpty ? lines.suffix(10) : errors.prefix(10)[...]).joined(
      separator: "\n  ")
    throw Failure(.badInput, "\(what) \(tree) for \(make.architecture) fails:\n  \(told)")
  }
}
