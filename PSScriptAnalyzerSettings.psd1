@{
    ExcludeRules = @(
        # Pester's blocks share variables in ways that the rule does not see.
        'PSUseDeclaredVarsMoreThanAssignments'
    )
}
