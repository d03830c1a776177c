import Foundation
import Testing
import VisibleText

@Suite struct VisibleTextTests {
  @Test func whatIsObeyedIsShown() throws {
    #expect(VisibleText.of("a\u{1b}[31mb\u{9b}c\td\né") == "a\\u001b[31mb\\u009bc\td\né")
    #expect(VisibleText.of("\u{202e}\u{2028}\u{7f}\r") == "\\u202e\\u2028\\u007f\\u000d")
    #expect(VisibleText.of("\u{e0041}") == "\\udb40\\udc41")
    // To a reader of JSON it is what it was.
    let text = "\u{9b}\u{e0041}"
    let read = try JSONDecoder().decode(
      [String].self, from: Data("[\"\(VisibleText.of(text))\"]".utf8))
    #expect(read == [text])
  }

  /// To `Character` CR LF is one, and a mark joins what stands before it.
  @Test func textIsLookedAtScalarByScalar() {
    #expect(VisibleText.of("a\r\nb") == "a\\u000d\\u000ab")
    #expect(VisibleText.of("a\n\rb") == "a\n\\u000db")
    #expect(VisibleText.line("a\r\nb\nc") == "a\\u000d\\u000ab\\u000ac")
    #expect("<\u{301}&\u{ff9e}\r\n".escapedForXML == "&lt;\u{301}&amp;\u{ff9e}\\u000d\\u000a")
    #expect("\u{1b}<".escapedForXML == "\\u001b&lt;")
    #expect(VisibleText.of("\u{3164}\u{e000}\u{2800}") == "\\u3164\\ue000\\u2800")
    #expect(
      "%\u{301}\r\n".replacing(scalars: ["%": "%25", "\r": "%0D", "\n": "%0A"])
        == "%25\u{301}%0D%0A")
  }

  /// A runner of CI obeys lines that begin with two colons.
  @Test(arguments: ["::error::x", "  ::error::x", "a\n\t::error::x", "a\n::\u{301}x"])
  func linesAreNoCommands(_ text: String) {
    let shown = VisibleText.of(text)
    #expect(
      !shown.unicodeScalars.split(separator: "\n").contains {
        Array($0.drop { $0 == " " || $0 == "\t" }.prefix(2)) == [":", ":"]
      })
    #expect(shown.contains("\\u003a"))
    #expect(VisibleText.of(text, hasCommands: true) == text)
    #expect(VisibleText.of("a::b: c\n: d") == "a::b: c\n: d")
  }

  /// It obeys the older form wherever that stands in a line.
  @Test(arguments: ["a ##[stop-commands]x", "##vso[task.x]y", "###[x"])
  func nothingInALineIsACommand(_ text: String) {
    #expect(VisibleText.of(text) == text.replacing("[", with: "\\u005b"))
    #expect(VisibleText.of(text, hasCommands: true) == text)
    #expect(VisibleText.of("#[a] ## [b] ##\n[c] ##-d[e]") == "#[a] ## [b] ##\n[c] ##-d[e]")
  }

  @Test func coloursAreOursAlone() {
    #expect(
      Colour.onTerminal("a" + Colour.red.paint("b\u{1b}[0m\n") + "c")
        == "a\u{1b}[31mb\\u001b[0m\n\u{1b}[0mc")
    #expect(VisibleText.of(Colour.green.paint("a")) == "\\udbff\\udf01a\\udbff\\udf03")
    #expect(Colour.red.paint(Colour.green.paint("a")).unicodeScalars.count < 40)
    #expect(!Colour.onTerminal("\u{1b}[2J").contains("\u{1b}"))
  }
}
