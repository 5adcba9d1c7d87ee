/** Asks a new slot directly, before it has users. */
import type { SmokeConfig } from '../../shared/config/model.ts';
import { fail, ok } from '../../shared/domain/result.ts';
import type { SmokeTester } from '../engine/ports.ts';
import { type Fetch, type FetchAnswer, joinUrl, networkWords } from './http.ts';

/** Most of an answer that is looked at, bytes. */
const bodyLimit = 1024 * 1024;

type Check = SmokeConfig['checks'][number];

/**
 * Every check is asked of every address at the same time; one that fails fails the smoke test, and all failures are told.
 * `{version}` in `contains` stands for the version under test. Redirects are answers, not followed.
 */
export function createSmokeTester(config: SmokeConfig, deps: { readonly fetch: Fetch }): SmokeTester {
	return {
		async run({ version, addresses }, signal) {
			if (config.checks.length === 0) return ok({ note: 'no smoke checks configured' });
			if (addresses.length === 0) return noAddress(version);
			const asked = addresses.flatMap((address) => config.checks.map((check) => ({ address, check })));
			const troubles = await Promise.all(
				asked.map(({ address, check }) => ask(deps.fetch, address, check, version, config.timeoutMs, signal)),
			);
			if (signal?.aborted) return cancelled();
			const told = troubles.filter((trouble) => trouble !== null);
			if (told.length === 0) return ok({ note: note(asked.length, addresses.length) });
			return fail(
				'smoke-failed',
				`Version ${version} failed ${told.length} of ${asked.length} smoke checks before any user reached it: ${told[0]}.`,
				'Fix the version, or the checks if they ask for the wrong thing; then start again.',
				{ details: { failures: told.slice(0, 10) } },
			);
		},
	};
}

/** Null when the check passed, else what was wrong in words. */
async function ask(
	fetch: Fetch,
	address: string,
	check: Check,
	version: string,
	timeoutMs: number,
	signal: AbortSignal | undefined,
): Promise<string | null> {
	const limit = AbortSignal.timeout(timeoutMs);
	const url = joinUrl(address, check.path);
	try {
		const response = await fetch(url, {
			redirect: 'manual',
			signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
		});
		const body = await readStart(response);
		if (response.status !== check.status) return `${url} answered ${response.status} instead of ${check.status}`;
		const wanted = check.contains?.replaceAll('{version}', version) ?? null;
		if (wanted !== null && !body.includes(wanted)) return `${url} does not contain "${wanted}"`;
		return null;
	} catch (cause) {
		if (limit.aborted) return `${url} did not answer within ${timeoutMs} ms`;
		return `${url} could not be asked (${networkWords(cause)})`;
	}
}

async function readStart(response: Pick<FetchAnswer, 'body'>): Promise<string> {
	if (response.body === null) return '';
	const reader = response.body.getReader();
	const decoder = new TextDecoder();
	let text = '';
	let read = 0;
	try {
		while (read < bodyLimit) {
			const piece = await reader.read();
			if (piece.done) break;
			text += decoder.decode(piece.value, { stream: true });
			read += piece.value.byteLength;
		}
		return text;
	} finally {
		// Ends the download of the rest; a no-op after the last piece.
		reader.cancel().catch(() => undefined);
	}
}

function note(checks: number, addresses: number): string {
	const places = addresses === 1 ? '' : ` on ${addresses} addresses`;
	return `${checks} ${checks === 1 ? 'check' : 'checks'} passed${places}`;
}

function noAddress(version: string) {
	return fail(
		'smoke-failed',
		`Version ${version} could not be smoke-tested: the target does not know where it answers.`,
		'Give the servers of the slot a url in signalbox.yaml, or remove the smoke checks.',
	);
}

function cancelled() {
	return fail('cancelled', 'The smoke test was cancelled; no user has reached the new version.', 'Start again.', {
		retryable: true,
	});
}
