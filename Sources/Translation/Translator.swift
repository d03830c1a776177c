import LLVMIR
import Programs

extension Program {
  /// The program that modules of LLVM IR mean, as far as it is reached by calls from `entries`.
  ///
  /// A function that is called and of which no module has a body stays a call to its name. What has
  /// no meaning is `.refused` where it stands. `docs/semantics.md` says what becomes of what.
  ///
  /// - Parameter entries: functions by their names, or `name@file` for one that is `static`.
  /// - Throws: `IRError` for an entry without a body, a name that two modules define, text that
  ///   cannot be read, and modules for different machines.
  public init(_ modules: [Module], entries: [String]) throws {
    let translator = try Translator(modules)
    self = try translator.program(entries)
  }
}

/// Translates function after function, as calls reach them.
final class Translator {
  let names: ModuleNames
  let types: [FlatTypes]
  private let layout: DataLayout
  private var parsed: [Place: LLVMIR.Function] = [:]
  private var pending: [Place] = []
  private var demanded: Set<Place> = []

  /// A function, by its module and its name there.
  struct Place: Hashable {
    let module: Int
    let name: String
  }

  init(_ modules: [Module]) throws {
    guard let layout = modules.first?.layout else {
      throw IRError("there is no module", file: "no module", line: 0)
    }
    for module in modules {
      guard [32, 64].contains(module.layout.pointerWidth) else {
        throw IRError(
          "pointers of \(module.layout.pointerWidth) bits; only 32 and 64 are understood",
          file: module.file, line: 0)
      }
      guard module.layout == layout else {
        throw IRError(
          "its 'target datalayout' is another than that of \(modules[0].file); give modules of one "
            + "machine", file: module.file, line: 0)
      }
    }
    self.layout = layout
    names = ModuleNames(modules: modules)
    types = modules.map(FlatTypes.init)
  }

  func program(_ entries: [String]) throws -> Program {
    for entry in entries {
      let (module, name) = try names.entry(entry)
      demand(Place(module: module, name: name))
    }
    var functions: [String: Programs.Function] = [:]
    while let place = pending.popLast() {
      let function = try parse(place)
      let translated = try FunctionTranslator(function, place, self).translated()
      functions[translated.name] = translated
    }
    return Program(
      functions: functions, addressWidth: layout.pointerWidth,
      isLittleEndian: layout.isLittleEndian)
  }

  /// The function that a module's name means, which from now on belongs to the program; nil where
  /// it has no body.
  func callee(_ name: String, from module: Int) throws -> (LLVMIR.Function, Place)? {
    guard let home = try names.home(of: name, from: module) else { return nil }
    let place = Place(module: home, name: name)
    demand(place)
    return (try parse(place), place)
  }

  private func demand(_ place: Place) {
    if demanded.insert(place).inserted { pending.append(place) }
  }

  private func parse(_ place: Place) throws -> LLVMIR.Function {
    if let known = parsed[place] { return known }
    let module = names.modules[place.module]
    guard let function = try module.function(place.name) else {
      throw IRError("@\(place.name) has no body", file: module.file, line: 0)
    }
    parsed[place] = function
    return function
  }
}
