/** Orders on the deployment that this window shows, from its keys and its menu. */
import { useCallback } from 'react';
import { fail, type Problem } from '../../../shared/domain/result.ts';
import type { ShellCommand } from '../../../shared/rpc/shell-api.ts';
import type { DeploymentView } from '../../../shared/rpc/views.ts';
import { linkTo } from '../../../shared/shell/links.ts';
import { addresses } from '../../store/address.ts';
import { useStores } from '../../store/context.tsx';
import type { OrderSource } from '../../store/deployment-orders.ts';
import { useFocusedDeployment } from '../../store/hooks.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { deploymentMarkdown } from '../live/deployment-markdown.ts';
import { useCopy } from './use-copy.ts';

const done: Readonly<Record<ShellCommand, string>> = {
	'roll-back': 'nothing was rolled back',
	promote: 'nothing was promoted',
	pause: 'nothing was paused',
	resume: 'nothing was resumed',
	'copy-link': 'no link was copied',
	'copy-markdown': 'nothing was copied',
};

/** No deployment is meant: what was not done, and how to mean one. */
export function nobodyInFocus(command: ShellCommand): Problem {
	return fail(
		'not-allowed',
		`No single deployment is in focus, so ${done[command]}.`,
		'Open the deployment that you mean and press the keys again.',
		{ retryable: true },
	).problem;
}

/** Why the button of this command does nothing now; null when it would act. The way back is always asked of the host. */
export function refusalOf(view: DeploymentView, command: ShellCommand): Problem | null {
	if (command === 'roll-back' || command === 'copy-link' || command === 'copy-markdown') return null;
	const action = view.actions.find((each) => each.command === command);
	if (action?.allowed === true) return null;
	return fail(
		'not-allowed',
		`${view.headline}: it cannot be ${command === 'pause' ? 'paused' : `${command}d`} now, so ${done[command]}.`,
		action?.detail ?? 'Its screen shows what can be done.',
		{ retryable: true },
	).problem;
}

/** Carries out what a key or the menu asks of the deployment in focus, as its own button would. */
export function useDeploymentOrder(): (command: ShellCommand, from: OrderSource) => void {
	const view = useFocusedDeployment();
	const { commands, desk, orders } = useStores();
	const announce = useAnnounce();
	const copy = useCopy();
	return useCallback(
		(command, from) => {
			if (view === null) return desk.refuse(nobodyInFocus(command));
			const refusal = refusalOf(view, command);
			if (refusal !== null) return desk.refuse(refusal);
			const { id, service, environment, release } = view.deployment;
			const isNew = orders.order(id, command, from, () => {
				if (command === 'copy-link') return copy(linkTo(addresses.deployment(id)), 'The link was copied');
				if (command === 'copy-markdown')
					return copy(deploymentMarkdown(view, []), 'The deployment was copied as Markdown');
				void commands.run(view, command);
			});
			if (isNew && command === 'roll-back') {
				announce(`Rolling back ${service} ${release.version} in ${environment}`, 'assertive');
			}
		},
		[view, commands, desk, orders, announce, copy],
	);
}
