/** From a secret's reference in the file to where it is found. */
import type { FileSecret } from './file/commands.ts';
import type { SecretReference } from './model.ts';
import { resolvePath } from './paths.ts';

/** Builds a reference. `folder` is where relative paths of the file start. */
export function buildSecret(reference: FileSecret, folder: string): SecretReference {
	if ('env' in reference) return { from: 'environment', name: reference.env };
	if ('file' in reference) return { from: 'file', path: resolvePath(folder, reference.file) };
	if ('signalbox' in reference) return { from: 'signalbox', name: reference.signalbox };
	return { from: 'keychain', ...reference.keychain };
}
