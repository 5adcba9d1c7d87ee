/** The control side of the router: JSON over HTTP on a socket that only this user can open. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { fail, type Result } from '../../../../shared/domain/result.ts';
import { type ControlOperation, controlInputs, type RouterView } from './model.ts';
import { deadlineHeader, machineTime } from './machine-time.ts';
import type { Router } from './router.ts';

const longestBody = 1_000_000;

const operationSchema = z.enum(['inspect', 'deploy', 'set-traffic', 'retire', 'shutdown']);

export interface ControlServerDeps {
	readonly router: Router;
	/** Ends the router itself, after the answer to `shutdown` has left. */
	readonly onShutdown: () => void;
	readonly log: (line: string) => void;
}

export function createControlServer(deps: ControlServerDeps): Server {
	const server = createServer((request, response) => {
		void answer(deps, request, response).catch((error: unknown) => {
			deps.log(`control: ${String(error)}`);
			response.destroy();
		});
	});
	// The control room keeps its connection open, so that a rollback finds it ready.
	server.keepAliveTimeout = 0;
	return server;
}

async function answer(deps: ControlServerDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
	const gone = new AbortController();
	response.on('close', () => gone.abort());
	const operation = operationSchema.safeParse((request.url ?? '').slice(1));
	const body = await readBody(request);
	const result = operation.success
		? await perform(deps, { operation: operation.data, body, request }, gone.signal)
		: badRequest('there is no such operation');
	const reply = result.ok ? result : { ok: false, problem: result.problem };
	response.writeHead(200, { 'content-type': 'application/json' });
	response.end(JSON.stringify(reply));
	if (operation.success && operation.data === 'shutdown' && result.ok) response.on('close', () => deps.onShutdown());
}

async function readBody(request: IncomingMessage): Promise<unknown> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request) {
		if (!Buffer.isBuffer(chunk)) continue;
		size += chunk.length;
		if (size > longestBody) return null;
		chunks.push(chunk);
	}
	try {
		return JSON.parse(Buffer.concat(chunks).toString('utf8'));
	} catch {
		return null;
	}
}

interface Order {
	readonly operation: ControlOperation;
	readonly body: unknown;
	readonly request: IncomingMessage;
}

async function perform(deps: ControlServerDeps, order: Order, gone: AbortSignal): Promise<Result<RouterView>> {
	const { router } = deps;
	const deadline = Number(order.request.headers[deadlineHeader]);
	// A request that waited while the router was held up: its sender has given up and may have decided otherwise.
	if (Number.isFinite(deadline) && machineTime() > deadline) return tooLate();
	if (order.operation === 'set-traffic') {
		const input = controlInputs['set-traffic'].safeParse(order.body);
		return input.success ? router.setTraffic(input.data) : badRequest(z.prettifyError(input.error));
	}
	if (order.operation === 'deploy') {
		const input = controlInputs.deploy.safeParse(order.body);
		return input.success ? router.deploy(input.data, gone) : badRequest(z.prettifyError(input.error));
	}
	if (order.operation === 'retire') {
		const input = controlInputs.retire.safeParse(order.body);
		return input.success ? router.retire(input.data) : badRequest(z.prettifyError(input.error));
	}
	if (order.operation === 'shutdown') await router.endAll();
	return { ok: true, value: router.view() };
}

function badRequest(detail: string): Result<RouterView> {
	return fail(
		'invalid-input',
		'The router did not understand the request, so nothing was changed.',
		'Restart the control room; if that does not help, end everything of this target and deploy again.',
		{ details: { detail } },
	);
}

function tooLate(): Result<RouterView> {
	return fail(
		'timed-out',
		'The request reached the router too late, so nothing was changed.',
		'Look at what is so now, and ask again.',
		{ retryable: true },
	);
}
