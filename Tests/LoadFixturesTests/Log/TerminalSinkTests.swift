import Dispatch
import Foundation
import LoadEngine
import LoadFixtures
import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct TerminalSinkTests {
  @Test func aPipeIsNoTerminalAndGetsEveryByte() throws {
    let pipe = Pipe()
    let sink = TerminalSink.descriptor(pipe.fileHandleForWriting.fileDescriptor)
    #expect(!sink.isTerminal)
    #expect(sink.width() == nil)
    #expect(sink.write("línea\n") == nil)
    #expect(sink.write("") == nil)
    try pipe.fileHandleForWriting.close()
    #expect(try pipe.fileHandleForReading.readToEnd() == Data("línea\n".utf8))
  }

  @Test func aFullNonBlockingPipeIsWaitedFor() throws {
    let pipe = Pipe()
    let descriptor = pipe.fileHandleForWriting.fileDescriptor
    #expect(fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0)
    let text = String(repeating: "0123456789abcdef", count: 16_384)  // 256 KiB, a pipe holds 64
    // A thread of its own: on one core, the writer would hold the only thread that tasks have.
    let read = Mutex(Data?.none)
    let reading = DispatchGroup()
    DispatchQueue.global().async(group: reading) {
      let data = pipe.fileHandleForReading.readDataToEndOfFile()
      read.withLock { $0 = data }
    }
    #expect(TerminalSink.descriptor(descriptor).write(text) == nil)
    try pipe.fileHandleForWriting.close()
    reading.wait()
    #expect(read.withLock { $0 } == Data(text.utf8))
  }

  @Test func aPseudoTerminalIsATerminalOfItsWidth() throws {
    var controller: Int32 = -1
    var terminal: Int32 = -1
    try #require(openpty(&controller, &terminal, nil, nil, nil) == 0)
    defer { #expect(close(controller) == 0) }
    defer { #expect(close(terminal) == 0) }
    let sink = TerminalSink.descriptor(terminal)
    #expect(sink.isTerminal)
    for columns: UInt16 in [132, 40] {
      var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
      try #require(ioctl(terminal, UInt(TIOCSWINSZ), &size) == 0)
      #expect(sink.width() == Int(columns))
    }
  }

  @Test func aDescriptorThatIsNotOpenIsHarmlessAndSaysSo() {
    let sink = TerminalSink.descriptor(-1)
    #expect(sink.write("lost")?.errno == EBADF)
    #expect(!sink.isTerminal)
    #expect(sink.width() == nil)
  }
}
