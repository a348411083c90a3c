<?php

declare(strict_types=1);

namespace OpenHPP;

/** What tests do with a playground beside the ordinary APIs (docs/sandbox.md). */
final class Sandbox
{
    public function __construct(private readonly Caller $caller)
    {
    }

    /**
     * Brings a session to an outcome: act($id, 'decline', ['reason' => 'high_risk', 'wait' => 5]). What is not possible now
     * is an ApiException with status 409, whose $allowed are those that are.
     *
     * @param array<string, mixed> $members
     * @return array<string, mixed> session, events, page, redirect, order_id, deliveries
     */
    public function act(string $session, string $outcome, array $members = []): array
    {
        return $this->post('sessions/' . Caller::segment($session) . '/act', ['outcome' => $outcome] + $members);
    }

    /**
     * Several acts, up to the first that is refused.
     *
     * @param list<array<string, mixed>> $steps
     * @return list<array<string, mixed>>
     */
    public function script(string $session, array $steps): array
    {
        return $this->post('sessions/' . Caller::segment($session) . '/script', ['steps' => $steps])['steps'];
    }

    /** @param string $outcome accept, reject or expire */
    public function actOnOrder(string $order, string $outcome): array
    {
        return $this->post('orders/' . Caller::segment($order) . '/act', ['outcome' => $outcome]);
    }

    /** @param string $outcome suspend, fail or revive */
    public function actOnToken(string $token, string $outcome): array
    {
        return $this->post('tokens/' . Caller::segment($token) . '/act', ['outcome' => $outcome]);
    }

    /** @param string $outcome accept, bounce or open */
    public function actOnMessage(string $message, string $outcome, string $reason = ''): array
    {
        $body = ['outcome' => $outcome] + ($reason === '' ? [] : ['reason' => $reason]);
        return $this->post('messages/' . Caller::segment($message) . '/act', $body);
    }

    /** @return array{key: string, url: string} where requests are caught: the url and a name of your choice */
    public function catcher(): array
    {
        return $this->caller->call('GET', '/sandbox/v1/catcher');
    }

    /** @param array<string, mixed> $program ['answers' => [['status' => 500]], 'then' => ['status' => 204]] */
    public function programCatcher(string $name, array $program): void
    {
        $this->caller->call('PUT', '/sandbox/v1/catchers/' . Caller::segment($name), $program);
    }

    /**
     * The newest first.
     *
     * @param array<string, mixed> $filter name, session_id, status, wait, limit
     * @return list<array<string, mixed>>
     */
    public function caught(array $filter = []): array
    {
        return $this->caller->call('GET', '/sandbox/v1/caught', null, $filter)['caught'];
    }

    public function forgetCaught(?string $name = null): void
    {
        $this->caller->call('DELETE', '/sandbox/v1/caught', null, ['name' => $name]);
    }

    /** A merchant of its own for a worker: its username, password and signing_secret. */
    public function makeTenant(string $name, string $expiresIn = ''): array
    {
        return $this->post('tenants', ['name' => $name] + ($expiresIn === '' ? [] : ['expires_in' => $expiresIn]));
    }

    /** @return list<array<string, mixed>> */
    public function listTenants(): array
    {
        return $this->caller->call('GET', '/sandbox/v1/tenants')['tenants'];
    }

    public function removeTenant(string $merchant): void
    {
        $this->caller->call('DELETE', '/sandbox/v1/tenants/' . Caller::segment($merchant));
    }

    /** Forgets all of the merchant but what is kept, such as ['profiles']. */
    public function reset(array $keep = []): void
    {
        $this->caller->call('POST', '/sandbox/v1/reset', ['keep' => $keep]);
    }

    /** What the playground kept instead of sending, the newest first (docs/inbox.md). */
    public function messages(array $filter = []): array
    {
        return $this->caller->call('GET', '/playground/inbox', null, $filter)['messages'];
    }

    public function clearMessages(): void
    {
        $this->caller->call('DELETE', '/playground/inbox');
    }

    private function post(string $path, array $body): array
    {
        return $this->caller->call('POST', "/sandbox/v1/$path", $body);
    }
}
