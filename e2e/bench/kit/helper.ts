/** Helper processes of a bench: they have an event loop of their own, so that they disturb only what they load. */
import { type ChildProcess, fork } from 'node:child_process';

export interface Helper {
	/** Asks and waits for the answer with the same id. */
	ask(question: string): Promise<unknown>;
	end(): Promise<void>;
}

interface Answer {
	readonly id: number;
	readonly answer: unknown;
}

function isAnswer(message: unknown): message is Answer {
	return typeof message === 'object' && message !== null && 'id' in message && 'answer' in message;
}

/** Starts a script that answers `{id, question}` with `{id, answer}`; resolves once it has said that it is ready. */
export async function startHelper(script: string, args: readonly string[]): Promise<Helper> {
	const child = fork(script, [...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
	const waiting = new Map<number, (answer: unknown) => void>();
	let ids = 0;
	await new Promise<void>((resolve, reject) => {
		waiting.set(0, () => resolve());
		child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
		child.on('message', (message) => {
			if (!isAnswer(message)) return;
			waiting.get(message.id)?.(message.answer);
			waiting.delete(message.id);
		});
	});
	return {
		ask(question) {
			ids += 1;
			const id = ids;
			return new Promise((resolve) => {
				waiting.set(id, resolve);
				child.send({ id, question });
			});
		},
		end: () => endChild(child),
	};
}

export async function endChild(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = new Promise((resolve) => child.once('exit', resolve));
	child.kill('SIGKILL');
	await ended;
}
