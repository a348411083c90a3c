<?php

declare(strict_types=1);

namespace OpenHPP;

/**
 * Why a callback or a signed result is not to be believed. $reason is SECRET, UNSIGNED, TIMESTAMP, SIGNATURE or BODY of a
 * callback; SECRET, FORM, SIGNATURE, MERCHANT, EXPIRED or REPLAYED of a result. A replayed result is genuine and stands in
 * $result.
 */
final class SignatureException extends \RuntimeException
{
    /** @param array<string, mixed>|null $result */
    public function __construct(
        public readonly string $reason,
        string $message,
        public readonly ?array $result = null,
    ) {
        parent::__construct($message);
    }
}
