import LLVMIR

/// Which function or variable a name means, seen from one of several modules.
///
/// A program has one name for each: the module's own where that can mean nothing else, and
/// `name@file` for what is `static` in a file while another module has that name, too.
struct ModuleNames {
  let modules: [Module]

  /// The module whose body of `name` is meant in module `position`; nil where there is none, or only
  /// one that another file's may take the place of.
  ///
  /// - Throws: `IRError` where two modules define it.
  func home(of name: String, from position: Int) throws -> Int? {
    if modules[position].linkage(of: name) == .local {
      return modules[position].defines(name) ? position : nil
    }
    return try shared(name)
  }

  private func shared(_ name: String) throws -> Int? {
    let homes = modules.indices.filter { modules[$0].defines(name) }
    let strong = homes.filter { modules[$0].linkage(of: name) == .global }
    if strong.count > 1 {
      throw IRError(
        "@\(name) is defined in \(modules[strong[0]].file), too; leave one of the modules out",
        file: modules[strong[1]].file, line: 0)
    }
    return strong.first ?? homes.first { modules[$0].linkage(of: name) == .merged }
  }

  /// What the program calls that which module `position` calls `name`.
  func programName(of name: String, in position: Int) -> String {
    let module = modules[position]
    guard module.linkage(of: name) == .local else { return name }
    let others = modules.indices.filter { $0 != position && modules[$0].linkage(of: name) != nil }
    guard !others.isEmpty else { return name }
    let isSame = others.contains { modules[$0].source == module.source }
    return "\(name)@\(module.source)" + (isSame ? "#\(position + 1)" : "")
  }

  /// The module and the name in it that an entry means: a name, or a program's name for it.
  ///
  /// - Throws: `IRError` where no module has its body, or several have one.
  func entry(_ name: String) throws -> (position: Int, name: String) {
    if let home = try shared(name) { return (home, name) }
    let plain = String(name.prefix { $0 != "@" })
    let homes = modules.indices.filter { modules[$0].defines(plain) }
    if let home = homes.first(where: { programName(of: plain, in: $0) == name }) {
      return (home, plain)
    }
    guard plain == name, let first = homes.first else {
      throw IRError(
        "no module has a body of @\(name)", file: modules.first?.file ?? "no module", line: 0)
    }
    guard homes.count == 1 else {
      let names = homes.map { programName(of: plain, in: $0) }.joined(separator: ", ")
      throw IRError(
        "@\(name) can mean \(names); write one of these", file: modules[first].file, line: 0)
    }
    return (first, plain)
  }
}
