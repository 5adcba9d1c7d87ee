/** `target:` in the file. */
import { z } from 'zod';
import { said } from '../said.ts';
import { argumentList, command, variables } from './commands.ts';
import { address, duration, integer, list, mapping, text, urlPath } from './fields.ts';

const minute = 60_000;

const serverName = text('Name of the server in the HAProxy backend.', {
	most: 100,
	pattern: /^[A-Za-z0-9_.:-]+$/,
	expected: 'the name of a server line of the backend',
});

const server = z.union([
	serverName.transform((name) => ({ server: name, url: undefined })),
	mapping({
		server: serverName,
		url: address('Where this server answers, for smoke tests, its version and scraping.').optional(),
	}),
]);

const haproxy = mapping(
	{
		kind: z.literal('haproxy'),
		label: text('Short name for the screen.', { most: 60 }).optional(),
		socket: text('Path of the runtime API socket (stats socket, level admin).', { most: 4_096 }).optional(),
		api: text('Host and port of the runtime API.', {
			pattern: /^(\[[0-9a-fA-F:]+\]|[^\s:/]+):\d{1,5}$/,
			expected: 'host and port of the runtime API, such as 127.0.0.1:9999',
		}).optional(),
		backend: text('Backend whose servers are steered.', { most: 100 }),
		slots: mapping(
			{ blue: list(server, 'Servers of the blue slot.', 1), green: list(server, 'Servers of the green slot.', 1) },
			'The servers of each slot.',
		),
		deploy: command.describe('Runs {version} in {slot}; without it something else must run the servers.').optional(),
		retire: command.describe('Ends what runs in {slot}.').optional(),
		version: z
			.union([
				mapping({
					path: urlPath('Path below the url of a server that answers with JSON.'),
					field: text('Field of the answer that holds the version.').prefault('version'),
				}),
				mapping({ command: argumentList }),
			])
			.describe('How to ask which version runs in {slot}.')
			.optional(),
		publicUrl: address('Where users send their requests.').optional(),
		readyTimeout: duration('Time for HAProxy to call the servers up.', 1_000, 60 * minute).prefault('60s'),
	},
	'A HAProxy backend, steered by its runtime API.',
);

const process = mapping(
	{
		kind: z.literal('process'),
		label: text('Short name for the screen.', { most: 60 }).optional(),
		run: argumentList,
		cwd: text('Folder that the processes run in; relative to the folder of this file.').prefault('.'),
		env: variables.prefault({}),
		port: integer('Port that users reach; 0 lets the machine choose once, and it stays.', 0, 65_535).prefault('0'),
		health: urlPath('Path that answers 2xx when a process is ready.').prefault('/health'),
		readyTimeout: duration('Time for a process to become ready.', 1_000, 60 * minute).prefault('30s'),
		instances: integer('Processes per slot.', 1, 32).prefault('1'),
		drain: duration('Time for a process to finish its requests before it is ended.', 0, 60 * minute).prefault('10s'),
	},
	'Local processes behind a small router of their own.',
);

/** Where releases run. */
export const target = z
	.discriminatedUnion('kind', [haproxy, process], { error: () => said('', 'haproxy or process') })
	.describe('Where releases run, in two slots with a share of the traffic each.');
export type FileTarget = z.output<typeof target>;
export type FileHaproxy = z.output<typeof haproxy>;
export type FileProcess = z.output<typeof process>;
