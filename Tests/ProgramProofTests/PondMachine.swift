import Foundation
import LLVMIR
import ModelFiles
import PageWalk
import ProgramSearch
import TestModels
import Testing

@testable import ProgramProof

/// Machines of our own for a walk of our own, `Pond/pond.c`.
enum Pond: String, CaseIterable, Sendable {
  case pond
  /// With words of 32 bits.
  case puddle

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Pond").path

  private var target: String { self == .pond ? "x86_64" : "i386" }

  /// The walk's text.
  static func text() throws -> String {
    try String(contentsOfFile: "\(folder)/pond.c", encoding: .utf8)
  }

  /// What some C means, compiled for this machine as a kernel's code is for a proof.
  ///
  /// Where there is no clang this fails, and does not pass.
  func module(
    _ text: String, options: [String] = ["-O0", "-Xclang", "-disable-llvm-passes"]
  ) throws -> Module {
    let folder = try ShippedModels.temporaryDirectory()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let (source, file) = ("\(folder)/source.c", "\(folder)/source.ll")
    try text.write(toFile: source, atomically: true, encoding: .utf8)
    let (code, _) = try runProgram(
      [
        "clang", "--target=\(target)-unknown-linux-gnu", "-w", "-g", "-S", "-emit-llvm", "-fwrapv",
        "-fno-strict-aliasing", "-fno-discard-value-names",
      ] + options + ["-o", file, source])
    try #require(code == 0, "clang does not compile the text")
    return try Module(Array(Data(contentsOf: URL(fileURLWithPath: file))), file: file)
  }

  private func architecture() throws -> Architecture {
    try #require(ModelLibrary(shipped: nil, others: [Self.folder]).architectures[rawValue])
  }

  /// A proof of a walk on this machine.
  func prover(_ module: Module, budget: UInt32 = 20_000_000) throws -> ProgramProver {
    let architecture = try architecture()
    return try ProgramProver(
      modules: [module], top: "wade", architecture: architecture,
      configuration: try #require(architecture.configurations().first),
      compiled: try #require(architecture.compiled), budget: budget)
  }

  /// A proof of a walk of one address on this machine.
  func prover(_ module: Module, _ walk: AddressWalk) throws -> ProgramProver {
    let architecture = try architecture()
    return try ProgramProver(
      modules: [module], walk: walk, architecture: architecture,
      configuration: try #require(architecture.configurations().first),
      compiled: try #require(architecture.compiled), budget: 20_000_000)
  }

  /// A search in a walk on this machine.
  func search(_ module: Module) throws -> ProgramSearch {
    let architecture = try architecture()
    return try ProgramSearch(
      modules: [module], top: "wade", architecture: architecture,
      configuration: try #require(architecture.configurations().first),
      compiled: try #require(architecture.compiled))
  }

  /// The machine, as a proof sees it.
  func machine(_ module: Module) throws -> WalkMachine {
    let architecture = try architecture()
    return try WalkMachine(
      architecture: architecture,
      configuration: try #require(architecture.configurations().first),
      compiled: try #require(architecture.compiled), modules: [module])
  }
}
