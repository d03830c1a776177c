/// What the kernel's code computes with.
indirect enum LiftedValue: Hashable, Sendable {
  /// An integer or a pointer into a table.
  case word(LiftedWord)
  /// The address of a local variable, and bytes from its start.
  case local(Int, offset: Int)
  /// A place in the kernel's memory outside of the tables.
  case place(KernelPlace)
  /// A `struct page` by its place in the memory map, counted from a start that sources tell.
  case page(LiftedWord)
  /// A value of several parts.
  case aggregate([LiftedValue])
  case undefined
}

/// A place in the kernel's memory outside of the tables, by the path that leads there from a
/// variable or a function's result, such as `mm->context.asce_limit`.
struct KernelPlace: Hashable, Sendable {
  let path: String
  /// Whether it is the address of what the path names, rather than its value.
  let isAddress: Bool
  /// Whether it may be another place each time.
  var varies = false
  /// Whether it is what a function gives that is not read.
  var isForeign = false

  /// A part of it: `path->name` of a pointer, `path.name` of what lies at an address.
  func part(_ name: String) -> KernelPlace {
    KernelPlace(path: path + (isAddress ? "." : "->") + name, isAddress: true, varies: varies)
  }

  /// What stands there.
  var content: KernelPlace {
    KernelPlace(path: isAddress ? path : "*" + path, isAddress: false, varies: varies)
  }

  /// A name for it in the model language. The walked address space is one and the same, whichever
  /// way it was come by.
  var name: String {
    var path = path
    if path.hasPrefix("mm->") || path.hasPrefix("mm.") {
      // Already in its short form.
    } else if let range = path.firstRange(of: "->mm->") {
      path = "mm->" + path[range.upperBound...]
    }
    var name = ""
    for character in path {
      if character == "_" || character.isASCII && (character.isLetter || character.isNumber) {
        name.append(character)
      } else if name.last != "_" {
        name.append("_")
      }
    }
    return name.first.map { $0.isNumber } ?? true ? "source_" + name : name
  }
}
