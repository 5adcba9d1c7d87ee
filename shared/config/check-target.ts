/** Rules of `target:` that look at more than one field. */
import { checkCommand, checkTexts, textsOf } from './check-commands.ts';
import type { FileEnvironment } from './file/schema.ts';
import type { FileHaproxy } from './file/target.ts';
import type { Report } from './issues.ts';
import { either } from './said.ts';

/** A HAProxy backend: its API, its servers, and what needs their addresses. */
export function checkHaproxy(target: FileHaproxy, environment: FileEnvironment, report: Report): void {
	if ((target.socket === undefined) === (target.api === undefined)) {
		report(
			['target', target.api === undefined ? 'socket' : 'api'],
			target.api === undefined
				? 'nothing says where the runtime API of HAProxy answers'
				: 'socket and api are both set',
			'either socket or api',
		);
	}
	const port = target.api === undefined ? 1 : Number(target.api.slice(target.api.lastIndexOf(':') + 1));
	if (port < 1 || port > 65_535) report(['target', 'api'], 'the port is out of range', 'a port from 1 to 65535');
	const seen = new Map<string, string>();
	for (const slot of ['blue', 'green'] as const) {
		for (const [index, { server }] of target.slots[slot].entries()) {
			const before = seen.get(server);
			if (before !== undefined)
				report(
					['target', 'slots', slot, index],
					`the server "${server}" is already in ${before}`,
					'each server in one slot, once',
				);
			seen.set(server, before ?? slot);
		}
	}
	const urlless = [...target.slots.blue, ...target.slots.green]
		.filter(({ url }) => url === undefined)
		.map(({ server }) => server);
	if (urlless.length > 0) checkNeedsOfUrls(target, environment, either(urlless), report);
	checkCommand(target.deploy, ['target', 'deploy'], ['slot', 'version', 'port', 'server'], report);
	checkCommand(target.retire, ['target', 'retire'], ['slot', 'version', 'port', 'server'], report);
	if (target.version !== undefined && 'command' in target.version) {
		checkCommand(target.version.command, ['target', 'version', 'command'], ['slot', 'port', 'server'], report);
	}
	if (target.deploy === undefined) {
		report(
			['target'],
			'there is no deploy command: Signalbox steers the traffic, and each release must already run in its slot',
			null,
			'warning',
		);
	} else if (!textsOf(target.deploy).includes('{version}')) {
		report(
			['target', 'deploy'],
			'the command does not mention {version}, so it cannot know which release to run',
			null,
			'warning',
		);
	}
	if (target.version === undefined) {
		report(
			['target'],
			'nothing tells which version runs in a slot; after a restart Signalbox must trust its own journal',
			'version: {path: /version} or version: {command: [...]}',
			'warning',
		);
	}
}

/** What asks the servers directly cannot do so without their addresses. */
function checkNeedsOfUrls(target: FileHaproxy, environment: FileEnvironment, servers: string, report: Report): void {
	const expected = `a url for ${servers} in slots`;
	if (environment.metrics?.kind === 'scrape')
		report(['metrics', 'kind'], 'scraping needs the address of every server', expected);
	if ((environment.smoke?.checks.length ?? 0) > 0)
		report(['smoke'], 'smoke tests need the address of every server', expected);
	if (target.version !== undefined && 'path' in target.version)
		report(['target', 'version'], 'asking for the version needs the address of every server', expected);
	const commands = {
		deploy: target.deploy,
		retire: target.retire,
		version: target.version !== undefined && 'command' in target.version ? target.version.command : undefined,
	};
	for (const [name, command] of Object.entries(commands)) {
		if (command === undefined || !textsOf(command).includes('{port}')) continue;
		report(['target', name], '{port} is that of the url of each server', expected);
	}
}

/** Local processes: placeholders. The version also comes in SIGNALBOX_VERSION, so that a command need not name it. */
export function checkProcess({ target }: FileEnvironment, report: Report): void {
	if (target.kind !== 'process') return;
	const allowed = ['slot', 'version', 'port'];
	checkTexts(target.run, ['target', 'run'], allowed, report);
	checkTexts(target.env, ['target', 'env'], allowed, report);
}
