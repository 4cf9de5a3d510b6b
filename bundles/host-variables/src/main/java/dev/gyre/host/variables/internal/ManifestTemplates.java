package dev.gyre.host.variables.internal;

import java.util.List;
import java.util.Map;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import dev.gyre.api.GyreException;
import dev.gyre.api.app.Application;
import dev.gyre.api.host.TemplateResolver;

/** Fills variables into texts of a manifest. They are asked for anew each time. Thread-safe. */
@Component
public final class ManifestTemplates implements TemplateResolver {
    /** Where a text of the application itself sits: no reference to it is possible, and none is relative. */
    private static final VariablePath TOP = VariablePath.parse("manifest");

    private final ProviderList providers;

    @Activate
    public ManifestTemplates(@Reference ProviderList providers) {
        this.providers = providers;
    }

    @Override
    public String resolve(Application application, String template) {
        Template parsed;
        try {
            parsed = Template.parse(template, TOP);
        } catch (IllegalArgumentException e) {
            throw new GyreException("bad template: " + e.getMessage(), e);
        }
        return new Resolver(application, new VariableTree(application), providers).expand(parsed);
    }

    @Override
    public List<String> missing(Application application) {
        Resolver resolver = new Resolver(application, new VariableTree(application), providers);
        return application.variables().entrySet().stream().filter(v -> v.getValue().required()).map(Map.Entry::getKey).filter(resolver::isMissing).toList();
    }
}
