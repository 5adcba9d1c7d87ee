/** The example of `assets/examples/haproxy` as a user would copy it: other addresses, other figures, the sample's service. */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import type { SlotName } from '../../shared/domain/target/model.ts';

const assets = resolve(import.meta.dirname, '..', '..', 'assets');

/**
 * The first request that the sample's service fails of its own accord is its 500th with this seed, so that the few
 * requests of a young canary hold none of them.
 */
const seed = 949;

/** Figures that let a canary pass within seconds. */
export interface Figures {
	readonly stageFor: string;
	readonly patience: string;
	/** Fixed limit of the error rate. */
	readonly errorRate: string;
	/** A `health:` section in the place of the limits. */
	readonly health?: object;
}

export interface ProjectPlace {
	readonly folder: string;
	readonly socket: string;
	readonly backend: string;
	readonly publicUrl: string;
	readonly prometheusUrl: string;
	/** Address of the one server of each slot. */
	readonly urls: Readonly<Record<SlotName, string>>;
	readonly figures: Figures;
}

/** Writes `signalbox.yaml` and the scripts that it names into the folder. */
export function writeProject(place: ProjectPlace): void {
	const { folder, figures, urls } = place;
	cpSync(join(assets, 'examples', 'haproxy', 'deploy.mjs'), join(folder, 'deploy.mjs'));
	cpSync(join(assets, 'sample', 'service.mjs'), join(folder, 'service.mjs'));
	const file = parseDocument(readFileSync(join(assets, 'examples', 'haproxy', 'signalbox.yaml'), 'utf8'));
	const production = ['services', 0, 'environments', 'production'];
	const pace = { interval: '1s', patience: figures.patience, rollbackWindow: '2m', deployTimeout: '30s' };
	const env = { FAULT_FILE: join(folder, 'fault.json'), SEED: String(seed) };
	const node = process.execPath;
	const set: Readonly<Record<string, unknown>> = {
		'target.socket': place.socket,
		'target.backend': place.backend,
		'target.slots': {
			blue: [{ server: 'blue1', url: urls.blue }],
			green: [{ server: 'green1', url: urls.green }],
		},
		'target.deploy': {
			run: [node, 'deploy.mjs', 'start', '{slot}', '{port}', node, 'service.mjs', '{version}'],
			env,
			timeout: '30s',
		},
		'target.retire': [node, 'deploy.mjs', 'stop', '{slot}', '{port}'],
		'target.publicUrl': place.publicUrl,
		'metrics.url': place.prometheusUrl,
		'metrics.staleAfter': '5s',
		canary: {
			...pace,
			steps: [
				{ weight: '5%', for: figures.stageFor },
				{ weight: '25%', for: figures.stageFor },
			],
		},
		blueGreen: { ...pace, watch: figures.stageFor },
		// Windows of seconds hold tens of requests: what scatters by chance needs wider limits than two minutes do.
		health: figures.health ?? {
			minimumRequests: 8,
			errorRate: figures.errorRate,
			window: '4s',
			throughputChange: 'off',
			baseline: { p95: '4x', throughputDrop: '60%' },
		},
		live: { interval: '500ms', window: '4s' },
	};
	for (const [path, value] of Object.entries(set)) {
		file.setIn([...production, ...path.split('.')], file.createNode(value));
	}
	writeFileSync(join(folder, 'signalbox.yaml'), String(file));
}

/** Makes a version fail this share of its requests from now on; it reads the file four times a second. */
export function makeWrong(folder: string, version: string, errorRate: number): void {
	writeFileSync(join(folder, 'fault.json'), JSON.stringify({ version, errorRate }));
}

/** How often the deploy command started something so far. */
export function deploysOf(folder: string): number {
	const done = readFileSync(join(folder, 'run', 'done.log'), 'utf8');
	return done.split('\n').filter((line) => line.includes(' start ')).length;
}

/** Ends whatever the deploy command left running. Synchronous, so that it also serves while the process ends. */
export function endServices(folder: string): void {
	for (const name of readdirSync(folder).includes('run') ? readdirSync(join(folder, 'run')) : []) {
		if (!name.endsWith('.pid')) continue;
		try {
			process.kill(Number(readFileSync(join(folder, 'run', name), 'utf8').split('\n')[0]), 'SIGKILL');
		} catch {
			// It had ended already.
		}
	}
}
