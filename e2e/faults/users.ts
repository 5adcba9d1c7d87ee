/** Somebody who never stops using the service, over one connection that stays open. */
import { Agent, get } from 'node:http';

export interface User {
	/** Requests that got a good answer so far. */
	answered(): number;
	/** Everything that went wrong, in words; must stay empty. */
	readonly failures: readonly string[];
	stop(): Promise<void>;
}

const betweenMs = 20;
const patienceMs = 10_000;

/** One request; resolves with the version that answered. */
export function ask(url: string, agent?: Agent): Promise<string> {
	return new Promise((done, failed) => {
		const request = get(url, { timeout: patienceMs, ...(agent === undefined ? {} : { agent }) }, (response) => {
			let body = '';
			response.setEncoding('utf8');
			response.on('data', (text: string) => {
				body += text;
			});
			response.on('error', failed);
			response.on('end', () => {
				if (response.statusCode === 200) done(body);
				else failed(new Error(`${response.statusCode} ${body.slice(0, 100)}`));
			});
		});
		request.on('timeout', () => request.destroy(new Error(`no answer within ${patienceMs} ms`)));
		request.on('error', failed);
	});
}

export function startUser(url: string): User {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	const failures: string[] = [];
	let answered = 0;
	let isOver = false;

	async function use(): Promise<void> {
		while (!isOver) {
			try {
				await ask(url, agent);
				answered += 1;
			} catch (error) {
				failures.push(`${new Date().toISOString()} ${String(error)}`);
			}
			await new Promise((resolve) => setTimeout(resolve, betweenMs));
		}
		agent.destroy();
	}

	const using = use();
	return {
		answered: () => answered,
		failures,
		async stop() {
			isOver = true;
			await using;
		},
	};
}
