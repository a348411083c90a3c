export { OpenHPP } from "./client.js";
export { ApiError, OutcomeUnknownError } from "./errors.js";
export { SignatureError, verifyCallback, verifyResult } from "./signature.js";
