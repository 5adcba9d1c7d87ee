/** Opens the stored secrets of a machine without a screen: the passphrase is in a file that only its owner reads. */
import { createSecretResolver, noSecretsKept } from '../../connectors/secrets/secret-resolver.ts';
import { createSecretWorld } from '../../connectors/secrets/secret-world.ts';
import type { Logger } from '../../engine/ports.ts';
import type { MachineFacts } from '../data-folder.ts';
import type { SecretDesk } from '../shell/desk.ts';

const variable = 'SIGNALBOX_SECRETS_PASSPHRASE_FILE';

/**
 * Does nothing where the variable is not set or no passphrase is waited for. What fails is logged: the secrets stay
 * locked, and the view of them says so.
 */
export async function openWithPassphraseFile(
	secrets: Pick<SecretDesk, 'view' | 'open'>,
	{ platform, env }: Pick<MachineFacts, 'platform' | 'env'>,
	logger: Pick<Logger, 'warn' | 'info'>,
): Promise<void> {
	const file = env[variable];
	if (file === undefined || file === '') return;
	const { kind, state } = secrets.view();
	if (kind !== 'passphrase' || state === 'open') return;
	const resolve = createSecretResolver(createSecretWorld({ platform, env, readKept: noSecretsKept }));
	const passphrase = await resolve({ from: 'file', path: file });
	const opened = passphrase.ok ? await secrets.open({ with: 'passphrase', passphrase: passphrase.value }) : passphrase;
	if (opened.ok) logger.info({}, `the stored secrets are open, by the file that ${variable} names`);
	else logger.warn({ problem: opened.problem, err: opened.cause }, `${variable} does not open the stored secrets`);
}
