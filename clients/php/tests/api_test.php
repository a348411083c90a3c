<?php

declare(strict_types=1);

// Against a playground: openhpp run -- php tests/run.php

use OpenHPP\ApiException;
use OpenHPP\OpenHPP;
use OpenHPP\OutcomeUnknownException;
use OpenHPP\Signature;

const LAMP = [
    'purchase_country' => 'SE', 'purchase_currency' => 'SEK', 'locale' => 'en-SE', 'order_amount' => 10000, 'order_tax_amount' => 2000,
    'order_lines' => [['name' => 'Lamp', 'quantity' => 1, 'unit_price' => 10000, 'tax_rate' => 2500, 'total_amount' => 10000, 'total_tax_amount' => 2000]],
];

function api(): OpenHPP
{
    return OpenHPP::fromEnvironment();
}

function new_session(array $more = []): array
{
    $payment = api()->createPayment(LAMP);
    return api()->createSession($more + [
        'payment_session_url' => api()->paymentUrl($payment['session_id']), 'options' => ['place_order_mode' => 'PLACE_ORDER'],
    ]);
}

function test_a_session_is_made_read_listed_found_and_disabled(): void
{
    $made = new_session();
    $id = $made['session_id'];
    same('WAITING', api()->readSession($id)['status']);
    same($made['redirect_url'], api()->describeSession($id, ['include' => 'links'])['links']['redirect_url']);
    $found = iterator_to_array(api()->sessions(['q' => $id, 'status' => ['WAITING', 'FAILED']]), false);
    same([$id], array_column($found, 'session_id'));
    api()->disableSession($id);
    same('DISABLED', api()->readSession($id)['status']);
}

function test_a_purchase_is_declined_approved_captured_and_refunded(): void
{
    $id = new_session()['session_id'];
    same('FAILED', api()->sandbox()->act($id, 'decline', ['reason' => 'high_risk'])['session']['status']);
    $order = api()->sandbox()->act($id, 'approve')['order_id'];
    $capture = api()->captureOrder($order, ['captured_amount' => 4000], 'capture-php');
    same($capture, api()->captureOrder($order, ['captured_amount' => 4000], 'capture-php'));
    same(4000, api()->readCapture($order, $capture)['captured_amount']);
    $refund = api()->refundOrder($order, ['refunded_amount' => 1000]);
    same(1000, api()->readRefund($order, $refund)['refunded_amount']);
    $read = api()->readOrder($order);
    same([4000, 1000, 'PART_CAPTURED'], [$read['captured_amount'], $read['refunded_amount'], $read['status']]);
    $error = thrown(ApiException::class, fn () => api()->sandbox()->act($id, 'decline'));
    same([409, 'NOT_ALLOWED', []], [$error->status, $error->errorCode, $error->allowed]);
    same(true, $error->correlationId !== '' && str_contains($error->getMessage(), $error->correlationId));
}

function test_a_callback_is_caught_and_its_signature_holds(): void
{
    api()->sandbox()->programCatcher('php', ['answers' => [['status' => 202]], 'then' => ['status' => 204]]);
    $made = new_session(['merchant_urls' => ['status_update' => api()->sandbox()->catcher()['url'] . '/php']]);
    [$step] = api()->sandbox()->script($made['session_id'], [['outcome' => 'approve', 'wait' => 20]]);
    $last = api()->sandbox()->caught(['name' => 'php', 'session_id' => $made['session_id'], 'status' => 'COMPLETED', 'wait' => 20])[0];
    same(['VALID', 204], [$last['signature'], $last['answered']]);
    $event = Signature::verifyCallback((string) getenv('OPENHPP_SIGNING_SECRET'), $last['headers'], $last['body']);
    same($step['acted']['order_id'], $event['session']['order_id']);
    api()->sandbox()->forgetCaught('php');
    same([], api()->sandbox()->caught(['name' => 'php']));
}

function test_a_message_bounces(): void
{
    $made = new_session();
    api()->distribute($made['session_id'], ['method' => 'email', 'template' => 'INSTORE_PURCHASE', 'contact_information' => ['email' => 'kim@shop.example']]);
    $message = api()->sandbox()->messages(['session_id' => $made['session_id'], 'wait' => 10])[0];
    same(true, str_starts_with($message['link'], $made['redirect_url']));
    same('BOUNCED', api()->sandbox()->actOnMessage($message['message_id'], 'bounce', 'no such mailbox')['state']);
    same('BOUNCED', api()->listDistributions($made['session_id'])['distributions'][0]['state']);
}

function test_a_profile_is_kept_and_removed(): void
{
    $id = vsprintf('%s%s-%s-4%.3s-a%.3s-%s%s%s', str_split(bin2hex(random_bytes(16)), 4));
    api()->putProfile($id, ['options' => ['page_title' => 'Pay here']]);
    same('Pay here', api()->readProfile($id)['options']['page_title']);
    api()->deleteProfile($id);
    same('NOT_FOUND', thrown(ApiException::class, fn () => api()->readProfile($id))->errorCode);
}

function test_a_tenant_sells_for_itself_is_reset_and_removed(): void
{
    $tenant = api()->sandbox()->makeTenant('worker-php', 'PT10M');
    $own = new OpenHPP(api()->url, $tenant['username'], $tenant['password']);
    $link = $own->call('POST', '/openhpp/v1/links', ['amount' => 12500, 'currency' => 'SEK', 'country' => 'SE', 'locale' => 'en-SE', 'description' => 'Lamp repair']);
    same('WAITING', $own->readSession($link['session_id'])['status']);
    same(404, thrown(ApiException::class, fn () => api()->readSession($link['session_id']))->status);
    $own->sandbox()->reset(['profiles']);
    same(404, thrown(ApiException::class, fn () => $own->readSession($link['session_id']))->status);
    $listed = fn () => in_array($tenant['merchant_id'], array_column(api()->sandbox()->listTenants(), 'merchant_id'), true);
    same(true, $listed());
    api()->sandbox()->removeTenant($tenant['merchant_id']);
    same(false, $listed());
}

function test_a_wrong_password_and_an_id_that_is_none(): void
{
    same(401, thrown(ApiException::class, fn () => (new OpenHPP(api()->url, 'nobody', 'wrong'))->readSession('x'))->status);
    thrown(InvalidArgumentException::class, fn () => api()->readSession('..'));
    thrown(InvalidArgumentException::class, fn () => new OpenHPP(api()->url, '', ''));
}

function test_a_server_that_is_gone_leaves_the_outcome_unknown(): void
{
    $server = stream_socket_server('tcp://127.0.0.1:0');
    $far = new OpenHPP('http://' . stream_socket_get_name($server, false), 'u', 'p', 0.2);
    $lost = thrown(OutcomeUnknownException::class, fn () => $far->createPayment(LAMP));
    $again = stream_socket_accept($server);
    same(true, str_contains(fread($again, 8192), "Klarna-Idempotency-Key: $lost->idempotencyKey"));
    fclose($server);
    thrown(OutcomeUnknownException::class, fn () => $far->createPayment(LAMP));
}
