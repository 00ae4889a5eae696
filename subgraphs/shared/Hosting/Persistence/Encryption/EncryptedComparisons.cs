using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;

namespace FinFlow.Hosting;

/// <summary>
/// Refuses a query that compares, searches or sorts by an encrypted column: the database would compare random texts, find nothing, and say
/// nothing of it. What is equal is found by <see cref="EncryptedProperties.WithValue"/>; whether there is a value may be asked.
/// </summary>
internal sealed class EncryptedComparisons : IQueryExpressionInterceptor
{
    /// <summary>One for all contexts: EF Core builds its own services anew for each instance.</summary>
    internal static EncryptedComparisons Instance { get; } = new();

    public Expression QueryCompilationStarting(Expression queryExpression, QueryExpressionEventData eventData)
    {
        if (eventData.Context is FinFlowDbContext db)
        {
            new Search(db.Model).Visit(queryExpression);
        }

        return queryExpression;
    }

    private sealed class Search(IModel model) : ExpressionVisitor
    {
        private static readonly HashSet<string> Sorting =
            [nameof(Queryable.OrderBy), nameof(Queryable.OrderByDescending), nameof(Queryable.ThenBy), nameof(Queryable.ThenByDescending), nameof(Queryable.GroupBy)];

        protected override Expression VisitBinary(BinaryExpression node)
        {
            if (!IsNull(node.Left) && !IsNull(node.Right) && node.NodeType is not (ExpressionType.Coalesce or ExpressionType.Add))
            {
                Refuse(node.Left, node);
                Refuse(node.Right, node);
            }

            return base.VisitBinary(node);
        }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            if (Sorting.Contains(node.Method.Name) && node.Arguments is [_, UnaryExpression { Operand: LambdaExpression { Body: var key } }, ..])
            {
                Refuse(key, node);
            }
            else if (node.Method.DeclaringType == typeof(string) || node.Method.Name is nameof(Queryable.Contains) or "Like" or "ILike")
            {
                foreach (var part in node.Arguments.Append(node.Object))
                {
                    Refuse(part, node);
                }
            }

            return base.VisitMethodCall(node);
        }

        private void Refuse(Expression? part, Expression whole)
        {
            if (part is MemberExpression { Expression.Type: var owner, Member.Name: var name }
                && model.FindEntityType(owner)?.FindProperty(name)?.FindAnnotation(EncryptedProperties.Encrypted) is not null)
            {
                throw new InvalidOperationException($"{owner.Name}.{name} is encrypted, so a database cannot evaluate `{whole}`.");
            }
        }

        private static bool IsNull(Expression expression) => expression is ConstantExpression { Value: null } or UnaryExpression { Operand: ConstantExpression { Value: null } };
    }
}
