import ChildProcesses
import Files
import Foundation

/// An LLVM that can compile a kernel: what the kernel's build is told by `LLVM=`, and what its tools
/// are then called.
///
/// Not every LLVM compiles every kernel. Swift's has no loongarch64 target that links, and refuses
/// `typeof` of an array that is `__counted_by`, which newer kernels use; so a few lines of C are tried
/// before the tree's own. Nothing about a proof rests on this: a wrong choice does not compile.
struct LLVMTools {
  /// In the kernel's syntax: `1` for tools without more, `-19` for `clang-19`, `/opt/llvm/bin/` for
  /// those of a folder.
  let choice: String

  /// What the kernel's build calls.
  private static let tools = [
    "clang", "ld.lld", "llvm-ar", "llvm-nm", "llvm-objcopy", "llvm-objdump", "llvm-readelf",
    "llvm-strip",
  ]

  /// The tools that a text in the kernel's syntax means.
  init(_ choice: String) throws {
    guard choice == "1" || choice.hasPrefix("-") || choice.hasSuffix("/") else {
      throw Failure(
        .usage,
        "--llvm \(choice): this is a suffix such as '-19', a folder with a '/' at its end, or '1'")
    }
    self.choice = choice
  }

  /// What a tool is called.
  func name(of tool: String) -> String {
    choice == "1" ? tool : choice.hasPrefix("-") ? tool + choice : choice + tool
  }

  /// The tools that cannot be run.
  var missing: [String] { Self.tools.map(name).filter { !Command.canRun($0) } }

  /// The one that compiles a tree for an architecture: the unversioned one if that does, or else the
  /// newest.
  ///
  /// - Parameters:
  ///   - triple: what the code's target triple begins with, such as `s390x`.
  ///   - folder: where files for trials may be made.
  /// - Throws: `Failure` that says of each why it does not.
  static func found(
    for tree: String, triple: String, folder: String
  ) async throws -> LLVMTools {
    let versions = Set(
      Command.path.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
        .filter { $0.hasPrefix("clang-") }.compactMap { Int($0.dropFirst("clang-".count)) })
    var reasons: [String] = []
    for choice in ["1"] + versions.sorted(by: >).map({ "-\($0)" }) {
      let tools = try LLVMTools(choice)
      guard let reason = try await tools.obstacle(to: tree, triple: triple, folder: folder)
      else {
        return tools
      }
      reasons.append("\(tools.name(of: "clang")): \(reason)")
    }
    throw Failure(
      .badInput,
      "no LLVM in PATH compiles \(tree) for \(triple); with Debian, install clang-19, lld-19 and"
        + " llvm-19, or name one with --llvm:\n  \(reasons.joined(separator: "\n  "))")
  }

  /// Why it does not compile a tree; nil where it does as far as a trial tells.
  private func obstacle(
    to tree: String, triple: String, folder: String
  ) async throws -> String? {
    let missing = missing
    guard missing.isEmpty else { return "there is no \(missing.joined(separator: ", "))" }
    var text = "int trial;\n"
    // The first header of a walk's file that measures a counted array.
    let header = RegularFile.text(
      of: tree + "/include/linux/ring_buffer.h", limit: KernelBuild.maximumSource)
    if let header, header.contains("__counted_by") {
      text += """
        struct counted { int count; int part[] __attribute__((__counted_by__(count))); };
        unsigned long size(struct counted *c) { __typeof__(c->part) *p = &c->part; return !!p; }

        """
    }
    let file = folder + "/walkproof-trial.c"
    try OutputFile.write(Array(text.utf8), to: file)
    defer { unlink(file) }
    let trial = Command(
      [
        name(of: "clang"), "--target=\(triple.prefix { $0 != "-" })-linux-gnu", "-S", "-w", "-o",
        "/dev/null", file,
      ], limits: KernelBuild.limits, keepsErrors: true)
    switch try await trial.run() {
    case .success: return nil
    case .missing: return "it does not start"
    case .failure(let why, let printed):
      let line = String(decoding: printed, as: UTF8.self).split(separator: "\n")
        .first { $0.contains("error:") }
      return line.map { String($0.replacing(file, with: "a trial")) } ?? "a trial \(why)"
    }
  }
}
