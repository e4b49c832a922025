import Foundation
import LoadEngine
import Synchronization

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// The calls in progress of one ``URLSessionTransport``, which the session tells of its progress on threads of its own.
final class URLSessionCalls: NSObject, URLSessionDataDelegate {
  fileprivate struct Call {
    let task: URLSessionDataTask
    let timer: Task<Void, Never>
    let completion: UnsafeContinuation<CallOutcome, Never>
    let bodyLimit: Int
    var timings: CallTimings
    var response: HTTPURLResponse?
    var body: [UInt8] = []
    var bodyByteCount = 0
  }

  private let state = Mutex((calls: [Int: Call](), isClosed: false))

  /// Takes a call on, which is then ended once; false when the transport was closed and the call is cancelled already.
  func add(
    _ task: URLSessionDataTask, startedAt start: MonotonicTime, timer: Task<Void, Never>, bodyLimit: Int,
    completion: UnsafeContinuation<CallOutcome, Never>
  ) -> Bool {
    let call = Call(
      task: task, timer: timer, completion: completion, bodyLimit: bodyLimit,
      timings: CallTimings(start: start, end: start))
    let isClosed = state.withLock { state in
      if !state.isClosed { state.calls[task.taskIdentifier] = call }
      return state.isClosed
    }
    if isClosed { end(call, .failure(.cancelled)) }
    return !isClosed
  }

  /// Ends a call whose deadline has passed, if it is still in progress.
  func expire(_ number: Int) {
    guard let call = take(number) else { return }
    end(call, .failure(.timeout))
    call.task.cancel()
  }

  /// Ends all calls in progress as cancelled.
  func cancelAll() {
    let calls = state.withLock { state in
      defer { state.calls = [:] }
      return state.calls.values.map { $0 }
    }
    for call in calls {
      end(call, .failure(.cancelled))
      call.task.cancel()
    }
  }

  /// Ends all calls; those that are added from now on are cancelled at once.
  func close() {
    state.withLock { $0.isClosed = true }
    cancelAll()
  }

  private func take(_ number: Int) -> Call? {
    state.withLock { $0.calls.removeValue(forKey: number) }
  }

  private func end(_ call: Call, _ result: Result<HTTPResponse, CallError>) {
    var timings = call.timings
    timings.end = .now
    // Before the user goes on: its loop is there for as long as it waits.
    call.timer.cancel()
    call.completion.resume(returning: CallOutcome(result: result, timings: timings))
  }

  /// Lets the session go on with a task whose call is in progress.
  ///
  /// On Linux Foundation traps when it is told to go on with a task that was cancelled meanwhile. Calls are ended under
  /// the lock and their tasks cancelled afterwards, so within it a call in progress has a task that was not.
  private func go(on task: URLSessionTask, _ answer: () -> Void) {
    #if canImport(FoundationNetworking)
      state.withLock { if $0.calls[task.taskIdentifier] != nil { answer() } }
    #else
      answer()
    #endif
  }

  // MARK: URLSessionDataDelegate

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
  ) {
    state.withLock { $0.calls[dataTask.taskIdentifier]?.response = response as? HTTPURLResponse }
    go(on: dataTask) { completionHandler(.allow) }
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    state.withLock { $0.calls[dataTask.taskIdentifier]?.take(data) }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    go(on: task) { completionHandler(nil) }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didReceive challenge: URLAuthenticationChallenge,
    completionHandler: @escaping (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
  ) {
    // No log-in is tried, the 401 is the answer. Who the server is stays the system's decision. Foundation's constant for
    // it is unavailable on Linux.
    let isTrust = challenge.protectionSpace.authenticationMethod == "NSURLAuthenticationMethodServerTrust"
    go(on: task) { completionHandler(isTrust ? .performDefaultHandling : .rejectProtectionSpace, nil) }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    guard let call = take(task.taskIdentifier) else { return }
    if let response = call.response, [401, 407].contains(response.statusCode),
      (error as? URLError)?.code == .cancelled
    {
      // On Linux a challenge that is turned down ends the call so, after the whole answer was read.
      end(call, .success(call.answer(response)))
    } else if let error {
      end(call, .failure(CallError(error, answerHasBegun: call.response != nil)))
    } else if let response = call.response ?? task.response as? HTTPURLResponse {
      end(call, .success(call.answer(response)))
    } else {
      end(call, .failure(.closed))
    }
  }
}

extension URLSessionCalls.Call {
  mutating func take(_ data: Data) {
    bodyByteCount += data.count
    body += data.prefix(max(0, bodyLimit - body.count))
  }

  func answer(_ response: HTTPURLResponse) -> HTTPResponse {
    let fields = response.allHeaderFields.map { ("\($0.key)", "\($0.value)") }
    let coding = response.value(forHTTPHeaderField: "Content-Encoding") ?? ""
    return HTTPResponse(
      status: response.statusCode, headers: HTTPHeaders(fields), body: body, bodyByteCount: bodyByteCount,
      keepAlive: true, hasContentCoding: !coding.isEmpty && coding.lowercased() != "identity")
  }
}
