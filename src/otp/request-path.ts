import type { ProjectModule } from '../project/project-module.js';

const WEB_MODULE = /Web(\..*)?\.\w*(Controller|Live|Channel|Socket|Plug|Resolver)(\.\w+)*$/;

/**
 * True for a module that serves requests: a Phoenix controller, LiveView, LiveComponent, channel, socket, a Plug
 * or an Absinthe resolver or middleware.
 */
export function isRequestPath(module: ProjectModule): boolean {
  if (module.is('controller', 'live_view', 'live_component', 'channel', 'socket', 'plug', 'resolver'))
    return true;
  if (WEB_MODULE.test(module.name)) return true;
  const importsConn = module.def.imports.some(({ module: name }) => name === 'Plug.Conn');
  if (importsConn && module.functionNamed('call', 2)) return true;
  return module.project.settings.isRequestPath(module.name);
}
