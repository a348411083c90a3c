<?php

declare(strict_types=1);

namespace OpenHPP;

/**
 * The APIs of one merchant. Bodies and answers are those of the contracts in api/, with their names; amounts are minor
 * units. Every change has an idempotency key; without one of yours a fresh one is made, and OutcomeUnknownException
 * carries it.
 */
final class OpenHPP extends Caller
{
    /** From OPENHPP_URL, OPENHPP_USERNAME and OPENHPP_PASSWORD, as `openhpp run` sets them. */
    public static function fromEnvironment(): self
    {
        return new self(...array_map(fn (string $name) => (string) getenv("OPENHPP_$name"), ['URL', 'USERNAME', 'PASSWORD']));
    }

    /** Playgrounds only. */
    public function sandbox(): Sandbox
    {
        return new Sandbox($this);
    }

    // Payments

    /** The address of a payment session, as createSession() wants it. */
    public function paymentUrl(string $id): string
    {
        return "$this->url/payments/v1/sessions/" . self::segment($id);
    }

    public function createPayment(array $purchase, ?string $idempotencyKey = null): array
    {
        return $this->call('POST', '/payments/v1/sessions', $purchase, [], $idempotencyKey);
    }

    public function readPayment(string $id): array
    {
        return $this->call('GET', '/payments/v1/sessions/' . self::segment($id));
    }

    public function updatePayment(string $id, array $purchase, ?string $idempotencyKey = null): void
    {
        $this->call('POST', '/payments/v1/sessions/' . self::segment($id), $purchase, [], $idempotencyKey);
    }

    public function placeOrder(string $token, array $purchase, ?string $idempotencyKey = null): array
    {
        return $this->call('POST', '/payments/v1/authorizations/' . self::segment($token) . '/order', $purchase, [], $idempotencyKey);
    }

    public function cancelAuthorization(string $token): void
    {
        $this->call('DELETE', '/payments/v1/authorizations/' . self::segment($token));
    }

    public function createCustomerToken(string $token, array $body, ?string $idempotencyKey = null): array
    {
        return $this->call('POST', '/payments/v1/authorizations/' . self::segment($token) . '/customer-token', $body, [], $idempotencyKey);
    }

    // Sessions: the hosted page

    public function createSession(array $session, ?string $idempotencyKey = null): array
    {
        return $this->call('POST', '/hpp/v1/sessions', $session, [], $idempotencyKey);
    }

    public function readSession(string $id): array
    {
        return $this->call('GET', '/hpp/v1/sessions/' . self::segment($id));
    }

    public function disableSession(string $id): void
    {
        $this->call('DELETE', '/hpp/v1/sessions/' . self::segment($id));
    }

    /** Brings the link to the payer: method, template, contact_information. */
    public function distribute(string $id, array $distribution, ?string $idempotencyKey = null): void
    {
        $this->call('POST', '/hpp/v1/sessions/' . self::segment($id) . '/distribution', $distribution, [], $idempotencyKey);
    }

    public function createDistributionToken(string $id): array
    {
        return $this->call('POST', '/hpp/v1/sessions/' . self::segment($id) . '/distribution-module/token');
    }

    /** @param array<string, mixed> $filter the query of GET /openhpp/v1/sessions */
    public function listSessions(array $filter = []): array
    {
        return $this->call('GET', '/openhpp/v1/sessions', null, $filter);
    }

    /** Walks the whole list. */
    public function sessions(array $filter = []): \Generator
    {
        do {
            $part = $this->listSessions($filter);
            yield from array_values($part['sessions']);
            $filter['cursor'] = $part['next'] ?? null;
        } while ($filter['cursor'] !== null);
    }

    /** How a page stands, also after its end; ['include' => 'links'] adds its addresses. */
    public function describeSession(string $id, array $query = []): array
    {
        return $this->call('GET', '/openhpp/v1/sessions/' . self::segment($id), null, $query);
    }

    public function reopenSession(string $id): array
    {
        return $this->call('POST', '/openhpp/v1/sessions/' . self::segment($id) . '/reopen');
    }

    public function renewSession(string $id, array $body = [], ?string $idempotencyKey = null): array
    {
        return $this->call('POST', '/openhpp/v1/sessions/' . self::segment($id) . '/renew', (object) $body, [], $idempotencyKey);
    }

    public function listDistributions(string $id): array
    {
        return $this->call('GET', '/openhpp/v1/sessions/' . self::segment($id) . '/distributions');
    }

    public function resendDistribution(string $id, int $number, ?string $idempotencyKey = null): array
    {
        return $this->call('POST', '/openhpp/v1/sessions/' . self::segment($id) . "/distributions/$number/resend", null, [], $idempotencyKey);
    }

    // Profiles

    public function listProfiles(): array
    {
        return $this->call('GET', '/openhpp/v1/profiles');
    }

    public function readProfile(string $id): array
    {
        return $this->call('GET', '/openhpp/v1/profiles/' . self::segment($id));
    }

    public function putProfile(string $id, array $profile): ?array
    {
        return $this->call('PUT', '/openhpp/v1/profiles/' . self::segment($id), $profile);
    }

    public function deleteProfile(string $id): void
    {
        $this->call('DELETE', '/openhpp/v1/profiles/' . self::segment($id));
    }

    // Orders

    public function readOrder(string $id): array
    {
        return $this->call('GET', self::order($id));
    }

    public function acknowledgeOrder(string $id): void
    {
        $this->call('POST', self::order($id, 'acknowledge'));
    }

    /** Takes money; answers the capture's id. */
    public function captureOrder(string $id, array $capture, ?string $idempotencyKey = null): string
    {
        return self::idFrom($this->exchange('POST', self::order($id, 'captures'), $capture, [], $idempotencyKey), 'capture-id');
    }

    public function listCaptures(string $id): array
    {
        return $this->call('GET', self::order($id, 'captures'));
    }

    public function readCapture(string $id, string $capture): array
    {
        return $this->call('GET', self::order($id, 'captures/' . self::segment($capture)));
    }

    /** Gives captured money back; answers the refund's id. */
    public function refundOrder(string $id, array $refund, ?string $idempotencyKey = null): string
    {
        return self::idFrom($this->exchange('POST', self::order($id, 'refunds'), $refund, [], $idempotencyKey), 'refund-id');
    }

    public function readRefund(string $id, string $refund): array
    {
        return $this->call('GET', self::order($id, 'refunds/' . self::segment($refund)));
    }

    public function cancelOrder(string $id, ?string $idempotencyKey = null): void
    {
        $this->call('POST', self::order($id, 'cancel'), null, [], $idempotencyKey);
    }

    public function updateAuthorization(string $id, array $body, ?string $idempotencyKey = null): void
    {
        $this->call('PATCH', self::order($id, 'authorization'), $body, [], $idempotencyKey);
    }

    public function releaseAuthorization(string $id, ?string $idempotencyKey = null): void
    {
        $this->call('POST', self::order($id, 'release-remaining-authorization'), null, [], $idempotencyKey);
    }

    private static function order(string $id, string $below = ''): string
    {
        return '/ordermanagement/v1/orders/' . self::segment($id) . ($below === '' ? '' : "/$below");
    }

    /** The id of what was made: in a header of its own, or last in its address. */
    private static function idFrom(array $exchange, string $name): string
    {
        return $exchange[1][$name] ?? basename($exchange[1]['location'] ?? '');
    }
}
