/** A control room in a process of its own, as a test sees it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type HostOptions, type Order, type Word, word } from './protocol.ts';

type WordOf<K extends Word['kind']> = Extract<Word, { kind: K }>;

export interface HostProcess {
	readonly pid: number;
	/** Everything that it said. */
	readonly words: readonly Word[];
	tell(order: Order): void;
	/** The first word of that kind from `since` on that fits; fails when it does not come or the process ends before. */
	heard<K extends Word['kind']>(kind: K, fits?: (said: WordOf<K>) => boolean, since?: number): Promise<WordOf<K>>;
	/** Resolves with how it ended, once everything it said has been read. */
	ended(): Promise<NodeJS.Signals | number | null>;
	/** Ends it as the crash would. */
	kill(): Promise<void>;
}

/** Far beyond what anything takes here, even on a machine that is busy. */
const patienceMs = 40_000;

async function within<T>(what: () => string, work: Promise<T>): Promise<T> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`${what()} (within ${patienceMs} ms)`)), patienceMs);
	});
	return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Starts the program `hostFile`. */
export function startHost(hostFile: string, options: HostOptions): HostProcess {
	const child: ChildProcess = spawn(process.execPath, [hostFile, JSON.stringify(options)], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	const { stdin, stdout } = child;
	if (stdin === null || stdout === null) throw new Error('The control room has no pipes');
	const words: Word[] = [];
	const listeners = new Set<() => void>();
	const wake = () => {
		for (const listener of listeners) listener();
	};
	let hasEnded = false;
	// A process that was killed no longer reads.
	stdin.on('error', () => {});
	createInterface({ input: stdout }).on('line', (line) => {
		words.push(word.parse(JSON.parse(line)));
		wake();
	});
	const ending = once(child, 'close').then(() => {
		hasEnded = true;
		wake();
	});
	const lastWords = () => JSON.stringify(words.slice(-4));

	function heard<K extends Word['kind']>(kind: K, fits: (said: WordOf<K>) => boolean = () => true, since = 0) {
		const isOfKind = (said: Word): said is WordOf<K> => said.kind === kind;
		const found = () => words.slice(since).filter(isOfKind).find(fits);
		const waiting = new Promise<WordOf<K>>((resolve, reject) => {
			const look = () => {
				const said = found();
				if (said === undefined && !hasEnded) return;
				listeners.delete(look);
				if (said !== undefined) resolve(said);
				else reject(new Error(`The control room ended before it said "${kind}"; last: ${lastWords()}`));
			};
			listeners.add(look);
			look();
		});
		return within(() => `The control room never said "${kind}"; last: ${lastWords()}`, waiting);
	}

	return {
		pid: child.pid ?? 0,
		words,
		tell: (order) => stdin.write(`${JSON.stringify(order)}\n`),
		heard,
		async ended() {
			await within(() => `The control room did not end; last: ${lastWords()}`, ending);
			return child.signalCode ?? child.exitCode;
		},
		async kill() {
			child.kill('SIGKILL');
			await ending;
		},
	};
}
