/** Programs and secrets in the file: argument lists instead of shell lines, references instead of values. */
import { z } from 'zod';
import { secretNamePattern, secretNameWords } from '../../domain/secret-name.ts';
import { said } from '../said.ts';
import { duration, mapping, text } from './fields.ts';

const commandWords = 'a list of the program and its arguments, such as ["./deploy.sh", "{version}"]';

/** Program first, then its arguments; a shell line is refused with the reason. */
export const argumentList = z
	.array(z.string(said('', 'a text')).meta({ type: ['string', 'number', 'boolean'] }), {
		error: (issue) =>
			typeof issue.input === 'string'
				? said(
						'a command must be a list: Signalbox starts programs without a shell, so that no version or name can turn into a command of its own',
						commandWords,
					)
				: undefined,
	})
	.min(1, said('the command is empty', commandWords))
	.max(200)
	.refine((parts) => parts[0] !== '', said('the name of the program is empty', commandWords))
	.describe(
		'Program and arguments, started without a shell. {slot}, {version} and {port} are filled in, for HAProxy also {server}; a command that names one of the last two runs once per server.',
	);

/** Environment variables of a command. */
export const variables = z
	.record(
		z
			.string()
			.regex(
				/^[A-Za-z_][A-Za-z0-9_]*$/,
				said('this is not the name of an environment variable', 'letters, digits and _'),
			),
		z.string(said('', 'a text')).meta({ type: ['string', 'number', 'boolean'] }),
	)
	.describe('Environment variables added for the command. Placeholders are filled in as in the arguments.');

/** A command, short (only the list) or long (with folder, variables and a time limit). */
export const command = z.union([
	argumentList,
	mapping({
		run: argumentList,
		cwd: text('Folder that the command runs in; relative to the folder of this file.').prefault('.'),
		env: variables.prefault({}),
		timeout: duration('The command is ended and counts as failed after this time.', 1_000, 3_600_000).prefault('5m'),
	}),
]);
export type FileCommand = z.output<typeof command>;

const referenceWords = '{signalbox: NAME}, {env: NAME}, {file: PATH} or {keychain: {service: NAME, account: NAME}}';

/** Where a secret is found. The secret itself never stands in the file. */
export const secretReference = z
	.union(
		[
			mapping({
				signalbox: text('Name of a secret that Signalbox keeps; set it on the screen, under Settings, Secrets.', {
					pattern: secretNamePattern,
					most: 63,
					expected: secretNameWords,
				}),
			}),
			mapping({
				env: text('Name of an environment variable of Signalbox.', {
					pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
					most: 200,
					expected: 'the name of an environment variable',
				}),
			}),
			mapping({
				file: text('File that holds the secret and nothing else; readable by its owner only.', { most: 4_096 }),
			}),
			mapping({
				keychain: mapping(
					{
						service: text('Service name of the entry.', { most: 200 }),
						account: text('Account name of the entry.', { most: 200 }),
					},
					'An entry of the keychain of this machine.',
				),
			}),
		],
		{
			error: (issue) =>
				said(
					issue.input === undefined ? '' : 'a secret is named by the place where it is found, never written here',
					referenceWords,
				),
		},
	)
	.describe('Where the secret is found; the secret itself never stands in this file.');
export type FileSecret = z.output<typeof secretReference>;
