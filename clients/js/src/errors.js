/** An answer that says no. */
export class ApiError extends Error {
  /**
   * @param {string} operation what was being done, such as "POST /hpp/v1/sessions"
   * @param {number} status of HTTP
   * @param {{error_code?: string, error_messages?: string[], allowed?: string[], correlation_id?: string}} envelope
   */
  constructor(operation, status, envelope) {
    const messages = envelope.error_messages ?? [];
    const id = envelope.correlation_id ?? "";
    super(
      `${operation}: ${[status, envelope.error_code].filter(Boolean).join(" ")}` +
        (messages.length ? `: ${messages.join("; ")}` : "") +
        (id ? ` (correlation id ${id})` : ""),
    );
    this.name = "ApiError";
    this.operation = operation;
    this.status = status;
    /** Such as BAD_VALUE or NOT_FOUND; empty when the answer did not come from the API. */
    this.code = envelope.error_code ?? "";
    /** For people; each names a field where one is at fault. */
    this.messages = messages;
    /** What is possible instead, where the sandbox says so. */
    this.allowed = envelope.allowed;
    /** Finds this request in the server's log. */
    this.correlationId = id;
  }
}

/**
 * No answer came, or only a part of one: what was asked may have been done.
 * Make the same call again with `idempotencyKey`, or read.
 */
export class OutcomeUnknownError extends Error {
  /** @param {string} operation @param {string|undefined} idempotencyKey @param {unknown} cause */
  constructor(operation, idempotencyKey, cause) {
    // The reason's own words may hold an address with a token in it.
    super(`${operation}: no answer, the outcome is unknown`, { cause });
    this.name = "OutcomeUnknownError";
    this.operation = operation;
    this.idempotencyKey = idempotencyKey;
  }
}
