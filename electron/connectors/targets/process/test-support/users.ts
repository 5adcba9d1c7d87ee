/** Users for the tests: they keep their connections open and count what they get. */
import { Agent, get } from 'node:http';

export interface Answer {
	readonly status: number;
	readonly body: string;
}

export function ask(url: string, agent?: Agent): Promise<Answer> {
	return new Promise((done, failed) => {
		const request = get(url, agent === undefined ? {} : { agent }, (response) => {
			let body = '';
			response.setEncoding('utf8');
			response.on('data', (text: string) => {
				body += text;
			});
			response.on('error', failed);
			response.on('end', () => done({ status: response.statusCode ?? 0, body }));
		});
		request.on('error', failed);
	});
}

export interface UserCount {
	blue: number;
	green: number;
	failed: number;
	/** What went wrong, the first few. */
	readonly troubles: string[];
}

function note(count: UserCount, answer: Answer): void {
	if (answer.status === 200 && answer.body.includes('"blue"')) count.blue += 1;
	else if (answer.status === 200 && answer.body.includes('"green"')) count.green += 1;
	else {
		count.failed += 1;
		count.troubles.push(`${answer.status} ${answer.body.slice(0, 100)}`);
	}
}

/** Sends requests from `clients` users at once until `isOver` says so; each user waits for the answer first. */
export async function useUntil(url: string, clients: number, isOver: (sent: number) => boolean): Promise<UserCount> {
	const agent = new Agent({ keepAlive: true, maxSockets: clients });
	const count: UserCount = { blue: 0, green: 0, failed: 0, troubles: [] };
	let sent = 0;
	const user = async () => {
		while (!isOver(sent)) {
			sent += 1;
			try {
				note(count, await ask(url, agent));
			} catch (error) {
				count.failed += 1;
				count.troubles.push(String(error));
			}
		}
	};
	await Promise.all(Array.from({ length: clients }, user));
	agent.destroy();
	return count;
}

/** Exactly `count` requests from one user after another. */
export function sendRequests(url: string, count: number, clients = 4): Promise<UserCount> {
	return useUntil(url, clients, (sent) => sent >= count);
}
