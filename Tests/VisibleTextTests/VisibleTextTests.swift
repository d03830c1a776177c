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

  @Test func coloursAreOursAlone() {
    #expect(
      Colour.onTerminal("a" + Colour.red.paint("b\u{1b}[0m\n") + "c")
        == "a\u{1b}[31mb\\u001b[0m\n\u{1b}[0mc")
    #expect(VisibleText.of(Colour.green.paint("a")) == "\\udbff\\udf01a\\udbff\\udf03")
    #expect(Colour.red.paint(Colour.green.paint("a")).unicodeScalars.count < 40)
    #expect(!Colour.onTerminal("\u{1b}[2J").contains("\u{1b}"))
  }
}
