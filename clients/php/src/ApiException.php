<?php

declare(strict_types=1);

namespace OpenHPP;

/** An answer that says no. */
final class ApiException extends \RuntimeException
{
    /** Such as BAD_VALUE or NOT_FOUND; empty when the answer did not come from the API. */
    public readonly string $errorCode;

    /** @var list<string> for people; each names a field where one is at fault */
    public readonly array $messages;

    /** @var list<string>|null what is possible instead, where the sandbox says so */
    public readonly ?array $allowed;

    /** Finds this request in the server's log. */
    public readonly string $correlationId;

    /**
     * @param string $operation what was being done, such as "POST /hpp/v1/sessions"
     * @param int $status of HTTP
     * @param array<string, mixed> $envelope
     */
    public function __construct(public readonly string $operation, public readonly int $status, array $envelope)
    {
        $this->errorCode = (string) ($envelope['error_code'] ?? '');
        $this->messages = (array) ($envelope['error_messages'] ?? []);
        $this->allowed = $envelope['allowed'] ?? null;
        $this->correlationId = (string) ($envelope['correlation_id'] ?? '');
        $text = trim("$operation: $status $this->errorCode");
        if ($this->messages !== []) {
            $text .= ': ' . implode('; ', $this->messages);
        }
        if ($this->correlationId !== '') {
            $text .= " (correlation id $this->correlationId)";
        }
        parent::__construct($text, $status);
    }
}
