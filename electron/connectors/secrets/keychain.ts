/** How each system's keychain is asked, by the program that comes with it. */

export interface KeychainCommand {
	readonly file: string;
	readonly args: readonly string[];
	readonly installHint: string;
	/** The command that a person runs to add the entry; it asks for the secret itself. */
	readonly addHint: string;
}

/** The command for this system; null where there is none. */
export function keychainCommand(
	platform: string,
	{ service, account }: { readonly service: string; readonly account: string },
): KeychainCommand | null {
	if (platform === 'linux') {
		return {
			file: 'secret-tool',
			args: ['lookup', 'service', service, 'account', account],
			installHint: 'secret-tool (Debian package libsecret-tools)',
			addHint: `secret-tool store --label=Signalbox service ${service} account ${account}`,
		};
	}
	if (platform === 'darwin') {
		return {
			file: '/usr/bin/security',
			args: ['find-generic-password', '-s', service, '-a', account, '-w'],
			installHint: 'the command line tools of macOS',
			addHint: `security add-generic-password -s ${service} -a ${account} -w`,
		};
	}
	return null;
}
