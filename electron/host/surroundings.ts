/** What the control room meets outside itself: the person's environment and the network. */
import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Environment } from '../../shared/shell/proxy.ts';
import type { Logger } from '../engine/ports.ts';
import type { MachineFacts } from './data-folder.ts';
import { needsLoginShell, readLoginShellEnvironment } from './login-shell.ts';
import { createNetwork, type Network } from './network/network.ts';
import { readSystemCertificates } from './network/system-certificates.ts';
import { runShell } from './run-shell.ts';
import type { SettingsDesk } from './shell/desk.ts';

export interface Surroundings {
	/** What programs and connections go by. Resolves once the login shell was asked, where it has to be. Never rejects. */
	readonly environment: () => Promise<Environment>;
	readonly network: Network;
}

export interface SurroundingsOptions {
	readonly host: 'desktop' | 'browser';
	readonly machine: MachineFacts;
	readonly settings: Pick<SettingsDesk, 'current' | 'onChange'>;
	/** `createSystemProxy` of the desktop; a browser host has none. */
	readonly resolveSystemProxy?: ((address: string) => Promise<string>) | undefined;
	readonly logger: Pick<Logger, 'info' | 'warn'>;
}

/** Starts to read the environment, and opens no connection yet. */
export function createSurroundings(options: SurroundingsOptions): Surroundings {
	const { machine, settings, logger, resolveSystemProxy } = options;
	// Who started the browser host typed a command: its environment is the terminal's.
	const isFromDock = options.host === 'desktop' && needsLoginShell(machine.platform, machine.env);
	const reading = isFromDock ? readFromShell(machine, logger) : Promise.resolve(machine.env);
	const environment = () => reading;
	const network = createNetwork({
		environment,
		settings,
		resolveSystemProxy,
		readFile: (file) => readFile(file, 'utf8'),
		systemCertificates: readSystemCertificates,
		logger,
	});
	return { environment, network };
}

async function readFromShell(machine: MachineFacts, logger: Pick<Logger, 'info' | 'warn'>): Promise<Environment> {
	const shell = machine.env['SHELL'] || shellOfPerson();
	// Names alone are logged: the values are the person's own.
	const { env, taken, trouble } = await readLoginShellEnvironment({ ...machine, shell, run: runShell });
	if (trouble === null) logger.info({ shell, taken }, 'the environment of the login shell is used');
	else logger.warn({ shell, trouble }, 'the login shell was not asked; the usual places are added to PATH');
	return env;
}

function shellOfPerson(): string | null {
	try {
		return userInfo().shell;
	} catch {
		return null;
	}
}
