/** The `pipeline:` of a first `signalbox.yaml`: by whoever builds the project already, else by its own scripts. */

export interface CiFacts {
	/** File names in `.github/workflows`. */
	readonly workflows: readonly string[];
	/** There is a `.gitlab-ci.yml`. */
	readonly hasGitlab: boolean;
	readonly hasJenkinsfile: boolean;
	/** Names of the scripts in package.json. */
	readonly scripts: readonly string[];
	/** Whose lock file lies there; null for none. */
	readonly lock: 'npm' | 'pnpm' | 'yarn' | null;
	/** It is a checkout of git, so that the runner `local` finds commits. */
	readonly isCheckout: boolean;
	/** Branch that releases seem to come from; null where nothing says so. */
	readonly branch: string | null;
}

export interface DraftedPipeline {
	/** Lines below the service; empty for none. */
	readonly lines: readonly string[];
	/** False where the lines are only a comment. */
	readonly isActive: boolean;
	/** True where this machine runs it, from the folder itself. */
	readonly isLocal: boolean;
}

const none: DraftedPipeline = { lines: [], isActive: false, isLocal: false };

/** Drafts for what is there; `remoteUrl` may still hold what signs in, which is not repeated. */
export function draftPipeline(ci: CiFacts, remoteUrl: string | null): DraftedPipeline {
	const remote = readRemote(remoteUrl);
	const hosted =
		remote?.host.includes('gitlab') === true
			? (gitlab(ci, remote) ?? github(ci, remote))
			: (github(ci, remote) ?? gitlab(ci, remote));
	if (hosted !== null) return { lines: [...hosted, ...branchOf(ci), ...hostedStages], isActive: true, isLocal: false };
	if (ci.hasJenkinsfile) return { ...none, lines: jenkins };
	return local(ci) ?? none;
}

interface Remote {
	readonly host: string;
	/** Groups and name: `acme/shop`. */
	readonly path: string;
}

/** Reads `https://host/a/b.git`, `ssh://git@host:22/a/b` and `git@host:a/b.git`; only plain names, so that they need no quotes. */
function readRemote(url: string | null): Remote | null {
	const web = /^(?:https?|ssh):\/\/(?:[^/]*@)?([a-z0-9.-]+)(?::\d+)?\/+(.+)$/i.exec(url ?? '');
	const short = /^[\w.-]+@([a-z0-9.-]+):(.+)$/i.exec(url ?? '');
	const [, host = '', whole = ''] = web ?? short ?? [];
	const path = whole.replace(/\/+$/, '').replace(/\.git$/, '');
	const isPlain = /^[A-Za-z0-9][\w-]*(\/[A-Za-z0-9][\w.-]*)+$/.test(path) && path.length <= 190;
	return isPlain && /^[a-z0-9]/i.test(host) ? { host: host.toLowerCase(), path } : null;
}

const plainFile = /^[A-Za-z0-9_][\w.-]*\.ya?ml$/;

function github({ workflows }: CiFacts, remote: Remote | null): readonly string[] | null {
	const plain = workflows.filter((name) => plainFile.test(name) && name.length <= 200).toSorted();
	if (plain.length === 0 || remote === null || !/^[A-Za-z0-9-]+\/[^/]+$/.test(remote.path)) return null;
	const workflow = plain.find((name) => /^(ci|build|test|main)\b/i.test(name)) ?? plain[0] ?? '';
	const others = plain.filter((name) => name !== workflow).slice(0, 5);
	return [
		'pipeline:',
		'  runner:',
		'    kind: github',
		`    repository: ${remote.path}`,
		`    workflow: ${workflow}${others.length === 0 ? '' : `    # also there: ${others.join(', ')}`}`,
		...(remote.host === 'github.com' ? [] : [`    api: https://${remote.host}/api/v3`]),
		'    # A private repository, and anything but looking, needs a token:',
		'    # token: { env: GITHUB_TOKEN }',
	];
}

function gitlab({ hasGitlab }: CiFacts, remote: Remote | null): readonly string[] | null {
	if (!hasGitlab || remote === null) return null;
	return [
		'pipeline:',
		'  runner:',
		'    kind: gitlab',
		`    project: ${remote.path}`,
		...(remote.host === 'gitlab.com' ? [] : [`    url: https://${remote.host}`]),
		'    # A private project, and anything but looking, needs a token:',
		'    # token: { env: GITLAB_TOKEN }',
	];
}

const hostedStages: readonly string[] = [
	'  stages:',
	'    commit:',
	"      # Every job counts here. To sort them into the stages, write their names, or patterns such as 'test-*', instead.",
	"      jobs: ['*']",
	'      # Reports that the jobs upload, and what must hold for them:',
	'      # evidence:',
	"      #   unit-results: { files: '**/junit*.xml', artifact: 'test-*' }",
	'      # gates:',
	'      #   unit-tests: {}',
	'    # acceptance:',
	"    #   jobs: ['e2e-*']",
	'    # user-acceptance:',
	'    #   approvals: { count: 1, checklist: [business, accessibility, usability] }',
];

const jenkins: readonly string[] = [
	'# Jenkins builds this by its Jenkinsfile. Fill in where it is, and take the # away:',
	'# pipeline:',
	'#   runner:',
	'#     kind: jenkins',
	'#     url: https://jenkins.example',
	'#     job: folder/name',
	'#     multibranch: true',
	'#     user: ci',
	'#     token: { env: JENKINS_TOKEN }',
	'#   stages:',
	"#     commit: { jobs: ['*'] }",
];

/** Plain names only: Windows and lists in brackets have rules of their own for others. */
const plainBranch = /^[A-Za-z0-9][\w-]*(\/[A-Za-z0-9][\w-]*)*$/;

function branchOf({ branch }: CiFacts): readonly string[] {
	const isPlain = branch !== null && branch !== 'main' && plainBranch.test(branch) && branch.length <= 200;
	return isPlain ? [`  branch: '${branch}'`] : [];
}

const installs: Readonly<Record<'npm' | 'pnpm' | 'yarn', string>> = {
	npm: '[npm, ci]',
	pnpm: '[pnpm, install, --frozen-lockfile]',
	yarn: '[yarn, install, --immutable]',
};

/** Scripts that a commit has to pass nearly everywhere. */
const usualScripts = ['lint', 'typecheck', 'test', 'build'] as const;

function local(ci: CiFacts): DraftedPipeline | null {
	const scripts = usualScripts.filter((name) => ci.scripts.includes(name));
	if (!ci.isCheckout || scripts.length === 0) return null;
	const install = ci.lock === null ? '[npm, install]' : installs[ci.lock];
	const tool = ci.lock ?? 'npm';
	const lines = [
		'pipeline:',
		'  # This machine runs each commit that you start. kind: github, gitlab or jenkins looks at runs elsewhere.',
		'  runner: local',
		...branchOf(ci),
		'  stages:',
		'    commit:',
		'      jobs:',
		`        install: ${install}`,
		...scripts.map((name) => `        ${name}: { run: [${tool}, run, ${name}], needs: [install] }`),
		'      # Reports that the jobs write (name them in keep: of the job), and what must hold for them:',
		'      # evidence:',
		"      #   unit-results: { files: 'reports/junit*.xml' }",
		'      # gates:',
		'      #   unit-tests: {}',
		'    # user-acceptance:',
		'    #   approvals: { count: 1, checklist: [business, accessibility, usability] }',
	];
	return { lines, isActive: true, isLocal: true };
}
