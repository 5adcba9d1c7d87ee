/** A first `signalbox.yaml` for a project that has none. */
import { type CiFacts, type DraftedPipeline, draftPipeline } from './draft-pipeline.ts';
import { formatDuration, formatRatio } from './units.ts';
import { defaultHealthPolicy } from '../domain/health/defaults.ts';
import { strategyDefaults } from '../domain/strategy/model.ts';

export interface DraftFacts {
	readonly folderName: string;
	/** Address of the git remote; null when there is none. */
	readonly remoteUrl: string | null;
	/** `name` of package.json; null when there is none. */
	readonly packageName: string | null;
	/** What builds it so far; left out where nobody looked. */
	readonly ci?: CiFacts;
}

/** A commented file that parses without an error and says what to change. */
export function draftConfig({ folderName, remoteUrl, packageName, ci }: DraftFacts): string {
	const project = kebab(folderName) ?? kebab(repositoryName(remoteUrl)) ?? 'my-project';
	const service = kebab(packageName?.replace(/^@[^/]*\//, '') ?? null) ?? kebab(repositoryName(remoteUrl)) ?? project;
	const pipeline = ci === undefined ? null : draftPipeline(ci, remoteUrl);
	const steps = strategyDefaults.canary
		.map((step) => `          - { weight: ${step.weight}%, for: ${formatDuration(step.durationMs)} }`)
		.join('\n');
	const { absolute } = defaultHealthPolicy;
	return `# Signalbox: what is released, where, and what healthy means.
# Every field is described in the JSON Schema that Signalbox shows under Connections.
# Times carry their unit (30s, 15m), shares the percent sign (5%). Secrets never stand here.
version: 1
name: ${project}

services:
  - name: ${service}
    # owner: payments                # the team that owns it
    repository: ${pipeline?.isLocal === true ? '.' : repositoryText(remoteUrl)}
${releasesText(pipeline)}    environments:
      production:
        # Local processes behind a small router of Signalbox. For HAProxy:
        # target:
        #   kind: haproxy
        #   socket: /run/haproxy/admin.sock
        #   backend: app
        #   slots:
        #     blue: [{ server: blue1, url: http://127.0.0.1:8081 }]
        #     green: [{ server: green1, url: http://127.0.0.1:8082 }]
        #   deploy: [./deploy.sh, '{slot}', '{version}']
        target:
          kind: process
          run: [node, server.js, --version, '{version}', --port, '{port}']
          health: /health
        # Signalbox reads /metrics of each process itself. For Prometheus: kind: prometheus, url and queries;
        # its token by reference, such as bearer: { env: PROMETHEUS_TOKEN }
        metrics:
          kind: scrape
        strategy: canary
        canary:
          steps:
${steps}
        health:
          errorRate: ${absolute.errorRate === null ? 'off' : formatRatio(absolute.errorRate)}
          p95: ${absolute.p95Latency === null ? 'off' : formatDuration(absolute.p95Latency)}
`;
}

/** Releases come from the pipeline where there is one; without it they are named. */
function releasesText(pipeline: DraftedPipeline | null): string {
	const lines = (pipeline?.lines ?? []).map((line) => `    ${line}\n`).join('');
	const named = '    # Releases that can be started, newest first.\n    releases: [1.0.0]\n';
	return pipeline?.isActive === true ? lines : lines + named;
}

function kebab(text: string | null): string | null {
	const name = (text ?? '')
		.toLowerCase()
		.replace(/[^a-z0-9]+/g, '-')
		.slice(0, 60)
		.replace(/^-+|-+$/g, '');
	return name === '' ? null : name;
}

function repositoryName(remoteUrl: string | null): string | null {
	return /([^/:\\]+?)(\.git)?\/*$/.exec(remoteUrl ?? '')?.[1] ?? null;
}

/** The remote without what signs in, quoted as YAML reads it; the folder itself where there is none. */
function repositoryText(remoteUrl: string | null): string {
	// Of ssh the user stays, who is no secret.
	const address = (remoteUrl ?? '')
		.replace(/^(ssh:\/\/[\w.-]*):[^/]*@/i, '$1@')
		.replace(/^((?!ssh:)[a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
	return address === '' || address.length > 500 || /[\p{Cc}\u2028\u2029]/u.test(address)
		? '.'
		: `'${address.replaceAll("'", "''")}'`;
}
