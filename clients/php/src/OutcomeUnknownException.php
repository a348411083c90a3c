<?php

declare(strict_types=1);

namespace OpenHPP;

/**
 * No answer came, or only a part of one: what was asked may have been done. Make the same call again with
 * $idempotencyKey, or read.
 */
final class OutcomeUnknownException extends \RuntimeException
{
    public function __construct(
        public readonly string $operation,
        public readonly ?string $idempotencyKey,
        string $reason,
    ) {
        parent::__construct("$operation: no answer, the outcome is unknown: $reason");
    }
}
