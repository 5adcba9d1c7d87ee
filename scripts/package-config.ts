/** How electron-builder packs Signalbox. A function of the environment, which names where updates lie and what signs. */
import type { Configuration } from 'electron-builder';
import { appId } from '../electron/desktop/app-id.ts';
import { linkScheme } from '../shared/shell/links.ts';
import { packedProgram, setFuses } from './fuses.ts';
import { stagingFolder } from './package-files.ts';

export const productName = 'Signalbox';
export const executableName = 'signalbox';
/** electron-builder's output. */
export const outputFolder = 'dist/installers';

export type Env = Readonly<Record<string, string | undefined>>;

/** The configuration. `electronVersion`: the exact one of package.json, because the packed package.json names none. */
export function packageConfig(env: Env, electronVersion: string): Configuration {
	return {
		appId,
		productName,
		executableName,
		copyright: 'Copyright the Signalbox authors, Apache-2.0',
		electronVersion,
		directories: { app: stagingFolder, output: outputFolder, buildResources: 'assets/packaging' },
		files: ['**/*'],
		asar: true,
		// All code is bundled: there is no native module to be rebuilt.
		npmRebuild: false,
		protocols: [{ name: productName, schemes: [linkScheme] }],
		// A beta installation that waits for a beta gets the release that overtook it.
		generateUpdatesFilesForAllChannels: true,
		// A release must be signed; what a pull request packs cannot be.
		forceCodeSigning: env['SIGNALBOX_REQUIRE_SIGNING'] === 'true',
		publish: feedOf(env),
		// Not `electronFuses`: its list lacks the ninth fuse. This runs before signing.
		afterPack: async ({ appOutDir, electronPlatformName }) => {
			const names = { executable: executableName, product: productName };
			await setFuses(packedProgram(appOutDir, electronPlatformName, names), electronPlatformName);
		},
		...linux,
		...windows,
		...mac(env),
	};
}

/** Where updates lie: a server of one's own, or the releases of the repository that builds; else nowhere. */
function feedOf(env: Env): NonNullable<Configuration['publish']> | null {
	const url = env['SIGNALBOX_UPDATE_URL'] ?? '';
	if (url !== '') return [{ provider: 'generic', url }];
	const [owner, repo] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
	// Releases are made by a person, from what the workflow has left.
	if (owner && repo) return [{ provider: 'github', owner, repo, releaseType: 'draft' }];
	return null;
}

const artifactName = '${productName}-${version}-${os}-${arch}.${ext}';

const linux = {
	linux: {
		target: [
			{ target: 'AppImage', arch: ['x64', 'arm64'] },
			{ target: 'deb', arch: ['x64', 'arm64'] },
		],
		icon: 'assets/icons/linux',
		category: 'Development',
		synopsis: 'The release control room',
		maintainer: 'The Signalbox authors <maintainers@signalbox.invalid>',
		artifactName,
		executableName,
		desktop: {
			entry: {
				Name: productName,
				GenericName: 'Release control room',
				Keywords: 'release;deploy;canary;rollback;',
				MimeType: `x-scheme-handler/${linkScheme};`,
				StartupWMClass: executableName,
				StartupNotify: 'true',
			},
		},
	},
	deb: { priority: 'optional' },
} satisfies Configuration;

const windows = {
	win: {
		target: [{ target: 'nsis', arch: ['x64', 'arm64'] }],
		icon: 'assets/icons/icon.ico',
		requestedExecutionLevel: 'asInvoker',
		verifyUpdateCodeSignature: true,
		artifactName,
	},
	nsis: {
		oneClick: true,
		// For this person alone: no administrator is asked, neither at first nor for an update.
		perMachine: false,
		// The journal is the record of who released what; an uninstaller is not asked to forget it.
		deleteAppDataOnUninstall: false,
	},
} satisfies Configuration;

function mac(env: Env) {
	return {
		mac: {
			// Updates come as the zip, people take the dmg.
			target: [
				{ target: 'dmg', arch: ['x64', 'arm64'] },
				{ target: 'zip', arch: ['x64', 'arm64'] },
			],
			icon: 'assets/icons/icon.icns',
			category: 'public.app-category.developer-tools',
			minimumSystemVersion: '13.0',
			hardenedRuntime: true,
			gatekeeperAssess: false,
			entitlements: 'assets/packaging/entitlements.mac.plist',
			entitlementsInherit: 'assets/packaging/entitlements.mac.plist',
			// The credentials are read by the notary tool itself, from the environment.
			notarize: (env['APPLE_API_KEY'] ?? '') !== '',
			artifactName,
		},
		dmg: { sign: false },
	} satisfies Configuration;
}
